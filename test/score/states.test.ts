import { describe, expect, it } from 'vitest';
import { bgbb, clvDistribution, frequencyModel, predictionsFor } from '../../src/models/index.js';
import { type CellTerms, scoreCells } from '../../src/score/score-cells.js';
import { otherModelOf, SPEND } from './fits.js';

const TERMS: CellTerms = { horizonDays: 365, deltaPerDay: Math.log(1.1) / 365.25, interval: 0.8 };

interface History {
  readonly x: number;
  readonly last: number;
  readonly age: number;
}

function scoresOf(histories: readonly History[], name: 'mbgcnbd' | 'bgbb') {
  return scoreCells(
    {
      X: Float64Array.from(histories, ({ x }) => x),
      T_X: Float64Array.from(histories, ({ last }) => last),
      T: Float64Array.from(histories, ({ age }) => age),
      SPEND_X: Float64Array.from(histories, ({ x }) => x),
    },
    otherModelOf(name, 100_000),
    TERMS,
  );
}

describe('scores of regular buyers (two stages)', () => {
  const model = otherModelOf('mbgcnbd', 100_000);
  const { predictions, parameters } = predictionsFor({ model: 'mbgcnbd', parameters: model.parameters });
  const histories = [0, 2, 7].flatMap((x) =>
    [60, 400].flatMap((age) =>
      (x === 0 ? [0] : [0.4, 0.9, 1]).map((share) => ({ x, age, last: Math.round(share * age) })),
    ),
  );
  const scores = scoresOf(histories, 'mbgcnbd');
  const horizon = 365 / 7;
  const delta = TERMS.deltaPerDay * 7;

  it('are those of the model, whatever the silence', () => {
    for (const [i, { x, last, age }] of histories.entries()) {
      const history = { x, t_x: last / 7, T: age / 7 };
      const about = `x ${x}, t_x ${last}, T ${age}`;
      expect(scores.P_ALIVE[i]! / predictions.pAlive(parameters, history), about).toBeCloseTo(1, 12);
      expect(
        scores.EXPECTED[i]! / predictions.expectedPurchases(parameters, history, horizon),
        about,
      ).toBeCloseTo(1, 8);
      const det = predictions.discountedExpectedPurchases(parameters, history, { delta, horizon });
      expect(scores.DISCOUNTED[i]! / det, about).toBeCloseTo(1, 5);
      expect(scores.P_PURCHASE[i]! / predictions.pAtLeast(parameters, history, horizon), about).toBeCloseTo(
        1,
        8,
      );
      expect(scores.LOW[i], about).toBe(predictions.purchaseQuantile(parameters, history, horizon, 0.1));
      expect(scores.HIGH[i], about).toBe(predictions.purchaseQuantile(parameters, history, horizon, 0.9));
      const next = predictions.nextPurchaseTime(parameters, history, horizon);
      if (next === null) expect(scores.NEXT_DAYS[i], about).toBeNaN();
      else expect(Math.abs(scores.NEXT_DAYS[i]! / (7 * next) - 1), about).toBeLessThan(4e-3);
    }
  });

  it('have the intervals of the exact distribution of value', () => {
    for (const [i, { x, last, age }] of histories.entries()) {
      const exact = clvDistribution(
        frequencyModel('mbgcnbd'),
        [{ frequency: parameters, spend: SPEND }],
        { history: { x, t_x: last / 7, T: age / 7 }, spend: { x, meanSpend: 30 } },
        { delta, horizon, margin: 1 },
      );
      const right = exact.quantile(0.9);
      const value = (SPEND.gamma + x * 30) * scores.VALUE_HIGH[i]!;
      if (right === 0) expect(value).toBe(0);
      else expect(Math.abs(value / right - 1), `x ${x}, t_x ${last}, T ${age}`).toBeLessThan(0.01);
    }
  });
});

describe('scores by the month', () => {
  const { parameters } = otherModelOf('bgbb', 100_000);
  const P = parameters as { alpha: number; beta: number; gamma: number; delta: number };
  const histories = [
    { x: 0, last: 0, age: 0 },
    { x: 0, last: 0, age: 6 },
    { x: 2, last: 3, age: 6 },
    { x: 4, last: 6, age: 6 },
    { x: 9, last: 20, age: 30 },
  ];
  const scores = scoresOf(histories, 'bgbb');

  it('are those of the published formulas', () => {
    for (const [i, { x, last, age }] of histories.entries()) {
      const history = { x, t_x: last, n: age };
      const about = `x ${x}, t_x ${last}, n ${age}`;
      expect(scores.P_ALIVE[i], about).toBeCloseTo(bgbb.pAlive(P, history), 12);
      expect(scores.EXPECTED[i], about).toBeCloseTo(bgbb.expectedPurchases(P, history, 12), 10);
      const pmf = bgbb.pmf(P, history, 12);
      expect(scores.P_PURCHASE[i], about).toBeCloseTo(1 - pmf[0]!, 10);
      const cdf = Array.from(pmf, (_, n) => pmf.subarray(0, n + 1).reduce((sum, p) => sum + p, 0));
      const [low, high] = [0.1, 0.9].map((level) => cdf.findIndex((p) => p >= level - 1e-12));
      expect([scores.LOW[i], scores.HIGH[i]], about).toEqual([low, high]);
      let value = 0;
      for (let month = 1; month <= 12; month++)
        value +=
          bgbb.expectedPurchasesBetween(P, history, month - 1, month) *
          Math.exp((-Math.log(1.1) * (month - 0.5)) / 12);
      expect(scores.DISCOUNTED[i], about).toBeCloseTo(value, 10);
    }
  });

  it('say the month in which a purchase becomes likelier than not', () => {
    expect(scores.NEXT_DAYS[1]).toBeNaN();
    const pmfs = [1, 2, 3].map((n) => 1 - bgbb.pmf(P, { x: 4, t_x: 6, n: 6 }, n)[0]!);
    const month = pmfs.findIndex((p) => p >= 0.5) + 1;
    expect(scores.NEXT_DAYS[3]).toBeCloseTo(month * 30.4375, 9);
  });
});
