import { growth } from '../../models/cohort-factors.js';
import type { FactorRecord } from '../../registry/other-records.js';
import type { Part } from './part.js';

/** Factors by age, and what a backtest said. */
export function factorTables(id: string, record: FactorRecord): Part {
  const { links, backtest, status, customers, asOf } = record;
  const share = (value: number) => (backtest!.actual === 0 ? null : value / backtest!.actual - 1);
  return {
    tables: [
      {
        id: 'model',
        title: 'The model',
        section: 'Model',
        layout: 'record',
        columns: [
          { id: 'model_id', title: 'model', type: 'text' },
          { id: 'status', title: 'status', type: 'text' },
          { id: 'as_of', title: 'observed to', type: 'date' },
          { id: 'customers', title: 'customers', type: 'count' },
          { id: 'ages', title: 'ages with a factor', type: 'count', unit: 'months' },
        ],
        rows: [{ model_id: id, status, as_of: asOf, customers, ages: links.length }],
      },
      {
        id: 'factors',
        title: 'Growth of value to date by age',
        section: 'Model',
        description:
          'Age in complete months after that of the first purchase. A year on: what the next twelve months bring, as a share of the value so far.',
        terminalRows: 24,
        columns: [
          { id: 'age', title: 'age', type: 'count', unit: 'months' },
          { id: 'link', title: 'to the next month', type: 'number', digits: 4 },
          { id: 'year', title: 'a year on', type: 'share', digits: 1, bar: true },
          { id: 'cohorts', title: 'cohorts', type: 'count' },
          { id: 'customers', title: 'customers', type: 'count' },
        ],
        rows: links.map((each, age) => ({ age, ...each, year: growth(record, age, 12) })),
      },
      ...(backtest === null
        ? []
        : [
            {
              id: 'backtest',
              title: `The last ${backtest.months} months held out`,
              section: 'Fit',
              description: `Sums of net spend over the ${backtest.customers.toLocaleString('en-US')} customers who had come before.`,
              columns: [
                { id: 'what', title: 'by', type: 'text' as const },
                { id: 'value', title: 'net spend', type: 'number' as const, digits: 2 },
                { id: 'error', title: 'error', type: 'share' as const, digits: 1 },
              ],
              rows: [
                { what: 'what came', value: backtest.actual, error: null },
                { what: 'factors', value: backtest.predicted, error: share(backtest.predicted) },
                {
                  what: 'as much as in the months before',
                  value: backtest.sameAsBefore,
                  error: share(backtest.sameAsBefore),
                },
              ],
            },
          ]),
    ],
    figures: [],
  };
}
