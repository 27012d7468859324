import { type CohortFactors, growth } from '../models/cohort-factors.js';
import type { Predictor } from '../models/fit/fit-record.js';
import { frequencyModel } from '../models/registry.js';
import { tickDays } from '../score/occasion-histories.js';
import type { SplitFactors } from './cohort-sums.js';
import type { SpendOf } from './predict-model.js';
import { type Prediction, total } from './prediction.js';
import type { SplitMonths, SplitRows } from './split-rows.js';

/**
 * BG/BB: expected months with purchases, times the purchases of such a month so far. It has no distribution of purchases, so
 * no log-score and no intervals. The months held out begin where the month under way stands; of parts of a month, that part.
 */
export function predictBgbb({ model, parameters }: Predictor, rows: SplitRows, spendOf: SpendOf): Prediction {
  const frequency = frequencyModel(model);
  const months = rows.months!;
  const ofMonth = total(rows, (i) => rows.X[i]! + 1) / total(rows, (i) => months.USED[i]!);
  const span = spanOf(rows);
  const known = new Map<string, number>();
  const PURCHASES = months.X.map((x, i) => {
    const history = { x, t_x: months.T_X[i]!, T: months.T[i]! };
    const key = `${x} ${history.t_x} ${history.T}`;
    let expected = known.get(key);
    if (expected === undefined) {
      const future = frequency.future(parameters, history);
      expected =
        frequency.pAlive(parameters, history) *
        between((n) => future.expected(n), span.from, span.to) *
        ofMonth;
      known.set(key, expected);
    }
    return expected;
  });
  return {
    method: 'bgbb',
    kind: 'model',
    PURCHASES,
    SPEND: PURCHASES.map((expected, i) => expected * spendOf(i)),
    outcome: null,
  };
}

/** Cohort factors: what each has bought and spent so far, times the growth of customers of that age. Only sums are modelled. */
export function predictFactors({ purchases, spend }: SplitFactors, rows: SplitRows): Prediction {
  const { X, FIRST_SPEND, REPEAT_SPEND } = rows;
  const AGE = rows.months!.T;
  const span = spanOf(rows);
  const growths = (factors: CohortFactors): ((age: number) => number) => {
    const known = new Map<number, number>();
    return (age) => {
      let value = known.get(age);
      if (value === undefined) {
        const level = (months: number) => 1 + growth(factors, age, months);
        value = between(level, span.from, span.to) / between(level, 0, span.from, 1);
        known.set(age, value);
      }
      return value;
    };
  };
  const [bought, spent] = [growths(purchases), growths(spend)];
  return {
    method: 'cohort-factor',
    kind: 'model',
    PURCHASES: X.map((x, i) => (x + 1) * bought(AGE[i]!)),
    SPEND: FIRST_SPEND.map((first, i) => (first + REPEAT_SPEND[i]!) * spent(AGE[i]!)),
    outcome: null,
  };
}

/** The days held out in months since the last complete one. */
function spanOf({ months, days }: SplitRows): { readonly from: number; readonly to: number } {
  const { underWay } = months as SplitMonths;
  return { from: underWay, to: underWay + days / tickDays('month') };
}

/** Growth of a function of whole months from one point of time to another, straight between months; plus `start`. */
function between(valueAt: (months: number) => number, from: number, to: number, start = 0): number {
  const at = (time: number): number => {
    const whole = Math.floor(time);
    const share = time - whole;
    const value = valueAt(whole);
    return share > 0 ? value + share * (valueAt(whole + 1) - value) : value;
  };
  return start + at(to) - at(from);
}
