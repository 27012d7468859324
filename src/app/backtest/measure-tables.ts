import type { MethodEvaluation, SplitEvaluation } from '../../backtest/evaluate.js';
import { roundMoney } from '../../common/money.js';
import type { Column, Row, Table } from '../../common/result.js';
import { moneyColumn } from '../../lenses/columns.js';
import { methodTitle } from './words.js';

const METHOD: readonly Column[] = [
  { id: 'method', title: 'method', type: 'text' },
  { id: 'kind', title: 'kind', type: 'text', wide: true },
];
const RANKS: readonly Column[] = [
  { id: 'gini', title: 'Gini', type: 'number', digits: 3 },
  { id: 'lift', title: 'lift of the top tenth', type: 'number', digits: 2, wide: true },
  { id: 'capture', title: 'top tenth brings', type: 'share', digits: 1 },
  { id: 'spearman', title: 'Spearman', type: 'number', digits: 3, wide: true },
];

/** Errors of purchases, of spend, and of intervals: one row a method. */
export function measureTables(
  { methods }: SplitEvaluation,
  currency: string | null,
  digits: number,
): Table[] {
  return [purchases(methods), spend(methods, currency, digits), coverage(methods), pit(methods)];
}

function head({ method, kind }: MethodEvaluation): Row {
  return { method: methodTitle(method), kind };
}

function purchases(methods: readonly MethodEvaluation[]): Table {
  return {
    id: 'measures',
    title: 'Purchases held out: what each method said, and how far off it was',
    section: 'Measures',
    description:
      'Every customer known at the origin counts, also those who never came back. RMSE and log-score judge single customers; the Gini coefficient the order, 1 being the order that came true.',
    columns: [
      ...METHOD,
      { id: 'expected', title: 'expected', type: 'number', digits: 1 },
      { id: 'actual', title: 'came', type: 'count', wide: true },
      { id: 'arpe', title: 'off by', type: 'share', digits: 1 },
      { id: 'bias', title: 'bias a customer', type: 'number', digits: 4, wide: true },
      { id: 'rmse', title: 'RMSE', type: 'number', digits: 4 },
      { id: 'mae', title: 'MAE', type: 'number', digits: 4 },
      { id: 'r2', title: 'R²', type: 'number', digits: 3, wide: true },
      { id: 'deviance', title: 'Poisson deviance', type: 'number', digits: 4, wide: true },
      { id: 'log_score', title: 'log-score', type: 'number', digits: 5 },
      ...RANKS,
    ],
    rows: methods.flatMap((one) =>
      one.purchases === null ? [] : [{ ...head(one), ...one.purchases, log_score: one.logScore }],
    ),
  };
}

function spend(methods: readonly MethodEvaluation[], currency: string | null, digits: number): Table {
  const money = (value: number) => roundMoney(value.toFixed(6), digits);
  return {
    id: 'spend_measures',
    title: 'Spend held out',
    section: 'Measures',
    description: 'Gross spend of the customers known at the origin. A rule about a lifetime is only ranked.',
    columns: [
      ...METHOD,
      moneyColumn('expected', 'expected', currency),
      { ...moneyColumn('actual', 'came', currency), wide: true },
      { id: 'arpe', title: 'off by', type: 'share', digits: 1 },
      { id: 'rmse', title: 'RMSE', type: 'number', digits: 2 },
      { id: 'mae', title: 'MAE', type: 'number', digits: 2, wide: true },
      { id: 'r2', title: 'R²', type: 'number', digits: 3, wide: true },
      ...RANKS,
    ],
    rows: methods.map((one): Row => {
      const { spend: s } = one;
      const ranks = { gini: s.gini, lift: s.lift, capture: s.capture, spearman: s.spearman };
      if (!('rmse' in s))
        return {
          ...head(one),
          expected: null,
          actual: null,
          arpe: null,
          rmse: null,
          mae: null,
          r2: null,
          ...ranks,
        };
      const { expected, actual, arpe, rmse, mae, r2 } = s;
      return {
        ...head(one),
        expected: money(expected),
        actual: money(actual),
        arpe,
        rmse,
        mae,
        r2,
        ...ranks,
      };
    }),
  };
}

function coverage(methods: readonly MethodEvaluation[]): Table {
  return {
    id: 'coverage',
    title: 'Do the intervals hold what they claim? (80 % intervals of purchases)',
    section: 'Intervals',
    description:
      'Counts are coarse, so an interval claims more than 80 %: its own mass is what must come true. The randomised transform takes the coarseness out: 80 % of it lies inside when the model is calibrated.',
    columns: [
      { id: 'method', title: 'model', type: 'text' },
      { id: 'claimed', title: 'claimed', type: 'share', digits: 1 },
      { id: 'observed', title: 'came true', type: 'share', digits: 1 },
      { id: 'difference', title: 'difference', type: 'share', digits: 1 },
      { id: 'error', title: 'error of that', type: 'share', digits: 1 },
      { id: 'pit_inside', title: 'transform inside 80 %', type: 'share', digits: 1 },
    ],
    rows: methods.flatMap(({ method, coverage: c }): Row[] =>
      c === null
        ? []
        : [
            {
              method: methodTitle(method),
              claimed: c.claimed,
              observed: c.observed,
              difference: c.observed - c.claimed,
              error: c.error,
              pit_inside: c.pitInside,
            },
          ],
    ),
  };
}

function pit(methods: readonly MethodEvaluation[]): Table {
  const models = methods.filter(({ coverage: c }) => c !== null);
  return {
    id: 'pit',
    title: 'Probability integral transform by tenths',
    section: 'Intervals',
    wide: true,
    description:
      'A tenth of the mass in each tenth when calibrated; high ends mean intervals that are too narrow.',
    columns: [
      { id: 'tenth', title: 'tenth', type: 'count' },
      ...models.map(
        ({ method }): Column => ({ id: method, title: methodTitle(method), type: 'share', digits: 1 }),
      ),
    ],
    rows: Array.from({ length: 10 }, (_, k) => ({
      tenth: k + 1,
      ...Object.fromEntries(models.map(({ method, coverage: c }) => [method, c!.pit[k]!])),
    })),
  };
}
