import { describe, expect, it } from 'vitest';
import { clvDistribution, frequencyModel, predictionsFor } from '../../src/models/index.js';
import { type Cells, type CellTerms, scoreCells } from '../../src/score/score-cells.js';
import { meanSpend } from '../../src/score/scoring-model.js';
import { modelOf, NAMES, SPEND } from './fits.js';

const TERMS: CellTerms = { horizonDays: 365, deltaPerDay: Math.log(1.1) / 365.25, interval: 0.8 };

interface Day {
  readonly x: number;
  readonly last: number;
  readonly age: number;
}

const HISTORIES: readonly Day[] = [0, 1, 3, 12].flatMap((x) =>
  [0, 9, 100, 272, 1500]
    .filter((age) => age > x)
    .flatMap((age) =>
      (x === 0 ? [0] : [0.3, 0.8, 1]).map((share) => ({ x, age, last: Math.round(share * age) })),
    ),
);

function cellsOf(histories: readonly Day[]): Cells {
  return {
    X: Float64Array.from(histories, ({ x }) => x),
    T_X: Float64Array.from(histories, ({ last }) => last),
    T: Float64Array.from(histories, ({ age }) => age),
    SPEND_X: Float64Array.from(histories, ({ x }) => x),
  };
}

describe.each(NAMES)('scores of %s', (name) => {
  const model = modelOf(name, 100_000);
  const { predictions, parameters } = predictionsFor({ model: name, parameters: model.parameters });
  const scores = scoreCells(cellsOf(HISTORIES), model, TERMS);
  const horizon = TERMS.horizonDays / 7;
  const delta = TERMS.deltaPerDay * 7;

  it('are those of the model, history by history', () => {
    for (const [i, { x, last, age }] of HISTORIES.entries()) {
      const history = { x, t_x: last / 7, T: age / 7 };
      const about = `x ${x}, t_x ${last}, T ${age}`;
      const exact = predictions.expectedPurchases(parameters, history, horizon);
      expect(scores.EXPECTED[i]! / exact - 1, about).toBeCloseTo(0, 9);
      const det = predictions.discountedExpectedPurchases(parameters, history, { delta, horizon });
      expect(scores.DISCOUNTED[i]! / det - 1, about).toBeCloseTo(0, 9);
      expect(scores.P_ALIVE[i], about).toBe(predictions.pAlive(parameters, history));
      expect(scores.P_PURCHASE[i]! - predictions.pAtLeast(parameters, history, horizon), about).toBeCloseTo(
        0,
        9,
      );
      expect(scores.LOW[i], about).toBe(predictions.purchaseQuantile(parameters, history, horizon, 0.1));
      expect(scores.HIGH[i], about).toBe(predictions.purchaseQuantile(parameters, history, horizon, 0.9));
      const next = predictions.nextPurchaseTime(parameters, history, horizon);
      if (next === null) expect(scores.NEXT_DAYS[i], about).toBeNaN();
      else expect(Math.abs(scores.NEXT_DAYS[i]! / (7 * next) - 1), about).toBeLessThan(2e-3);
    }
  });

  it('have the intervals of the exact distribution of value', () => {
    for (const [i, { x, last, age }] of HISTORIES.entries()) {
      if (i % 3 !== 0) continue;
      const mean = 25 + (i % 40);
      const exact = clvDistribution(
        frequencyModel(name),
        [{ frequency: parameters, spend: SPEND }],
        { history: { x, t_x: last / 7, T: age / 7 }, spend: { x, meanSpend: mean } },
        { delta, horizon, margin: 0.3 },
      );
      const unit = 0.3 * (SPEND.gamma + x * mean);
      for (const [level, value] of [
        [0.1, scores.VALUE_LOW[i]!],
        [0.9, scores.VALUE_HIGH[i]!],
      ] as const) {
        const right = exact.quantile(level);
        if (right === 0) expect(value, `x ${x}, T ${age}`).toBe(0);
        else
          expect(
            Math.abs((unit * value) / right - 1),
            `x ${x}, t_x ${last}, T ${age}, ${level}`,
          ).toBeLessThan(5e-3);
      }
    }
  });

  it('never depend on who else is scored', () => {
    const few = HISTORIES.filter((_, i) => i % 4 === 1);
    const alone = scoreCells(cellsOf(few), model, TERMS);
    for (const [i, history] of few.entries()) {
      const j = HISTORIES.indexOf(history);
      for (const column of ['EXPECTED', 'DISCOUNTED', 'VALUE_LOW', 'VALUE_HIGH', 'NEXT_DAYS'] as const)
        expect(alone[column][i]).toBe(scores[column][j]);
    }
  });
});

describe('uncertain parameters', () => {
  it('widen the intervals as the mean over the points of the parameters says', () => {
    const model = modelOf('mbgnbd', 500);
    expect(model.points.length).toBe(8);
    const histories: readonly Day[] = [
      { x: 0, last: 0, age: 100 },
      { x: 3, last: 250, age: 272 },
    ];
    const scores = scoreCells(cellsOf(histories), model, TERMS);
    const horizon = TERMS.horizonDays / 7;
    for (const [i, { x, last, age }] of histories.entries()) {
      const spend = { x, meanSpend: meanSpend(model) };
      const exact = clvDistribution(
        model.frequency,
        model.points.map((point) => ({ frequency: point.frequency, spend: point.spend! })),
        { history: { x, t_x: last / 7, T: age / 7 }, spend },
        { delta: TERMS.deltaPerDay * 7, horizon, margin: 1 },
      );
      const unit = SPEND.gamma + x * spend.meanSpend;
      expect(Math.abs((unit * scores.VALUE_HIGH[i]!) / exact.quantile(0.9) - 1)).toBeLessThan(5e-3);
    }
  });
});
