import { predictionsFor } from '../../models/registry.js';
import type { ModelRecord } from '../../registry/model-record.js';
import type { FitData } from '../../score/fit-data.js';
import { tickDays } from '../../score/occasion-histories.js';
import { customersByAge } from './customers-by-age.js';
import type { Part } from './part.js';

/** Repeat purchases from this on stand together. */
const LAST = 10;

/**
 * How many customers bought 0, 1, 2, … times again, and how many the model expects among customers of these very ages:
 * the sum over ages T of n(T) P(x repeat purchases of a new customer in T).
 */
export function frequencyFit(
  { frequency, timeUnit, occasion, customers }: ModelRecord,
  { histories }: FitData,
): Part {
  const { X, T, N } = histories;
  const actual = new Float64Array(LAST + 1);
  for (let i = 0; i < X.length; i++) {
    const x = Math.min(X[i]!, LAST);
    actual[x] = actual[x]! + N[i]!;
  }
  const expected = frequency.predictor === null ? null : new Float64Array(LAST + 1);
  if (expected !== null) {
    const { predictions, parameters } = predictionsFor(frequency.predictor!);
    for (const [age, n] of customersByAge(T, N)) {
      const pmf = predictions.pmfNew(parameters, (age * tickDays(occasion)) / timeUnit.days, LAST - 1);
      pmf.forEach((p, x) => {
        expected[x] = expected[x]! + n * p;
      });
    }
    expected[LAST] = customers - expected.reduce((sum, n) => sum + n, 0);
  }
  const rows = Array.from(actual, (n, x) => ({
    repeats: x === LAST ? `${x} or more` : String(x),
    customers: n,
    expected: expected === null ? null : expected[x]!,
    share: customers === 0 ? null : n / customers,
  }));
  return {
    tables: [
      {
        id: 'frequency_fit',
        title: 'Customers by repeat purchases, seen and expected',
        section: 'Fit',
        columns: [
          {
            id: 'repeats',
            title: occasion === 'month' ? 'months with purchases' : 'repeat purchases',
            type: 'text',
          },
          { id: 'customers', title: 'customers', type: 'count' },
          { id: 'expected', title: 'model', type: 'number', digits: 1 },
          { id: 'share', title: '% customers', type: 'share', digits: 1, bar: true },
        ],
        rows,
      },
    ],
    figures:
      expected === null
        ? []
        : [
            {
              id: 'frequency_fit',
              title: `The model puts ${share(expected[0]!, customers)} of the customers at no repeat purchase; it was ${share(actual[0]!, customers)}`,
              kind: 'bar',
              table: 'frequency_fit',
              x: 'repeats',
              y: ['customers', 'expected'],
              xLabel: 'repeat purchases',
              yLabel: 'customers',
              alternative: `Bars of customers by repeat purchases, seen and expected by the model: none ${actual[0]} seen, ${expected[0]!.toFixed(0)} expected; one ${actual[1]} seen, ${expected[1]!.toFixed(0)} expected.`,
            },
          ],
  };
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
