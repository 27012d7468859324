import { counted } from '../../common/messages/counted.js';
import type { Row } from '../../common/result.js';
import { codeColumn } from '../codes.js';
import { columns, withBar } from '../columns.js';
import { gini, lorenz } from '../distribution.js';
import { exactIdentity } from '../identity.js';
import { distributionColumns, distributionRow, histogramRows, type Measure } from '../measure.js';
import { spreadOfRanked } from '../spread.js';
import type { Lens1Part, Lens1Scope } from './scope.js';

/** How spend, orders, average spend per order, profit and margin are spread over customers. */
export async function distributions(scope: Lens1Scope): Promise<Lens1Part> {
  const { mart, digits, currency, totals } = scope;
  await mart.build(['lens1_ranked']);
  const { customers, measures, correlation } = await spreadOfRanked(mart, totals.buyers.profit !== null);
  const known = measures.filter(({ sorted }) => sorted.length > 0);
  const bins = known.flatMap((measure) => histogramRows(measure));
  return {
    tables: [
      {
        id: 'distribution',
        title: 'Spread over customers',
        section: 'How different',
        description: `Money in ${currency ?? 'the currency of the data'}; margin as a share. AOV here is each customer's own average. Skew above 0: a long tail of large values.`,
        columns: distributionColumns,
        rows: known.map((measure) => distributionRow(measure, digits)),
      },
      {
        id: 'histogram',
        title: 'Histogram of spend, orders, average spend per order, profit and margin',
        section: 'How different',
        wide: true,
        columns: [
          codeColumn('measure', 'measure'),
          { id: 'from', title: 'from', type: 'number' },
          { id: 'to', title: 'below', type: 'number' },
          columns.customers,
          withBar({ ...columns.shareCustomers, id: 'share' }),
        ],
        rows: bins,
      },
      spendHistogram(bins, currency),
      {
        id: 'correlation',
        title: 'Do frequent customers spend more per order',
        section: 'How different',
        layout: 'record',
        columns: [
          { id: 'x', title: 'between', type: 'text' },
          { id: 'y', title: 'and', type: 'text' },
          { id: 'customers', title: 'customers', type: 'count' },
          { id: 'correlation', title: 'correlation (Pearson)', type: 'number', digits: 3 },
        ],
        rows: [
          {
            x: 'orders',
            y: 'average spend per order',
            customers,
            correlation,
          },
        ],
      },
      ...inequality(measures, customers),
    ],
    identities: known.map(({ id, sorted }) =>
      exactIdentity(
        `histogram_${id}`,
        `customers in the histogram of ${id} = customers`,
        bins.filter((bin) => bin.measure === id).reduce((total, bin) => total + Number(bin.customers), 0),
        id === 'profit' || id === 'margin' ? sorted.length : totals.buyers.customers,
      ),
    ),
  };
}

/** The histogram that a terminal shows: spend. */
function spendHistogram(bins: readonly Row[], currency: string | null): Lens1Part['tables'][number] {
  return {
    id: 'spend_histogram',
    title: 'Customers by spend',
    section: 'How different',
    columns: [
      { id: 'spend', title: currency === null ? 'spend' : `spend (${currency})`, type: 'text' },
      columns.customers,
      withBar({ ...columns.shareCustomers, id: 'share' }),
    ],
    rows: bins
      .filter((bin) => bin.measure === 'spend')
      .map((bin) => ({
        spend: binName(bin.from as number | null, bin.to as number | null),
        customers: bin.customers!,
        share: bin.share!,
      })),
  };
}

function binName(from: number | null, to: number | null): string {
  if (from === null) return `below ${to}`;
  return to === null ? `${from} and more` : `${from} to ${to}`;
}

function inequality(measures: readonly Measure[], customers: number): Lens1Part['tables'] {
  const money = measures.filter(({ id, sorted }) => (id === 'spend' || id === 'profit') && sorted.length > 0);
  const curves = new Map(money.map(({ id, sorted }) => [id, lorenz(sorted, 100)]));
  const known = money.find(({ id }) => id === 'profit')?.sorted.length ?? customers;
  const ofKnown =
    known === customers
      ? ''
      : ` Profit: of the ${counted(known, 'customer')} whose profit is known; tenths and concentration count the others as nothing.`;
  const at = (id: string, step: number) => curves.get(id)?.[step]?.share ?? null;
  return [
    {
      id: 'gini',
      title: 'Gini coefficient',
      section: 'Concentration',
      description: `0: all customers bring the same. 1: one customer brings all. Not defined with negative values.${ofKnown}`,
      columns: [codeColumn('measure', ''), { id: 'gini', title: 'Gini', type: 'number', digits: 3 }],
      rows: money.map(({ id, sorted }) => ({ measure: id, gini: gini(sorted) })),
    },
    {
      id: 'lorenz',
      title: 'Lorenz curve',
      section: 'Concentration',
      wide: true,
      description: `The share of the total that the lowest share of customers holds.${ofKnown}`,
      columns: [
        { ...columns.shareCustomers, title: 'lowest customers' },
        columns.shareSpend,
        columns.shareProfit,
      ],
      rows: Array.from({ length: 101 }, (_, step) => ({
        share_customers: step / 100,
        share_spend: at('spend', step),
        share_profit: at('profit', step),
      })),
    },
  ];
}
