import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frequencyModel, predictionsFor } from '../../src/models/index.js';
import { normalQuantile } from '../../src/numeric/normal.js';
import { meanIntervals } from '../../src/score/mean-intervals.js';
import { type Cells, type CellTerms, scoreCells } from '../../src/score/score-cells.js';
import type { ScoringModel } from '../../src/score/scoring-model.js';
import { modelOf, NAMES, otherModelOf } from './fits.js';

const TERMS: CellTerms = { horizonDays: 365, deltaPerDay: 0, interval: 0.8 };
const HORIZON = TERMS.horizonDays / 7;
const DAYS = [0, 1, 3, 12].flatMap((x) =>
  [30, 272, 1500].flatMap((age) =>
    (x === 0 ? [0] : [0.5, 1]).map((share) => ({ x, age, last: share * age })),
  ),
);

const CELLS: Cells = {
  X: Float64Array.from(DAYS, ({ x }) => x),
  T_X: Float64Array.from(DAYS, ({ last }) => last),
  T: Float64Array.from(DAYS, ({ age }) => age),
  SPEND_X: Float64Array.from(DAYS, ({ x }) => x),
};

/** Errors a hundredth as large, where the first order is all. */
const SMALL = 0.01;

function withSmallErrors(model: ScoringModel): ScoringModel {
  const sharedPoints = model.sharedPoints.map((point) => ({
    ...point,
    frequency: Object.fromEntries(
      Object.entries(model.parameters).map(([name, value]) => [
        name,
        value * (point.frequency[name]! / value) ** SMALL,
      ]),
    ),
  }));
  return { ...model, sharedPoints };
}

/** Standard deviation of ln E by its slopes along the logarithms of the parameters, whose covariance `fits.ts` gives. */
function bySlopes(slopes: readonly number[]): number {
  const variance = slopes.reduce(
    (sum, a, i) => sum + slopes.reduce((row, b, j) => row + a * b * (i === j ? 0.01 : 0.004), 0),
    0,
  );
  return SMALL * Math.sqrt(variance);
}

function deviations(model: ScoringModel): number[] {
  const { EXPECTED } = scoreCells(CELLS, model, TERMS);
  const { LOW, HIGH } = meanIntervals(CELLS, EXPECTED, model, TERMS);
  const z = normalQuantile(0.9);
  return Array.from(EXPECTED, (expected, i) => {
    expect(Math.log(expected / LOW[i]!)).toBeCloseTo(Math.log(HIGH[i]! / expected), 10);
    return Math.log(HIGH[i]! / expected) / z;
  });
}

describe.each(NAMES)('the interval of the expectation of %s', (name) => {
  const model = modelOf(name, 100_000);

  it('is as wide as the slopes of the expectation say, history by history', () => {
    const { predictions, parameters } = predictionsFor({ model: name, parameters: model.parameters });
    const found = deviations(withSmallErrors(model));
    for (const [i, { x, last, age }] of DAYS.entries()) {
      const history = { x, t_x: last / 7, T: age / 7 };
      const slopes = Object.entries(model.parameters).map(([parameter, value]) => {
        const at = (step: number) =>
          Math.log(
            predictions.expectedPurchases(
              { ...parameters, [parameter]: value * Math.exp(step) } as never,
              history,
              HORIZON,
            ),
          );
        return (at(1e-4) - at(-1e-4)) / 2e-4;
      });
      expect(found[i]! / bySlopes(slopes), `x ${x}, t_x ${last}, T ${age}`).toBeCloseTo(1, 1.7);
    }
  });

  it('has the expectation in it, and the narrower share in the wider one', () => {
    const { EXPECTED } = scoreCells(CELLS, model, TERMS);
    const share = fc.double({ min: 0.01, max: 0.998, noNaN: true });
    fc.assert(
      fc.property(share, share, (a, b) => {
        const of = (interval: number) => meanIntervals(CELLS, EXPECTED, model, { ...TERMS, interval });
        const [inner, outer] = [of(Math.min(a, b)), of(Math.max(a, b))];
        for (const i of EXPECTED.keys()) {
          expect(outer.LOW[i]!).toBeLessThanOrEqual(inner.LOW[i]!);
          expect(inner.LOW[i]!).toBeLessThanOrEqual(EXPECTED[i]!);
          expect(inner.HIGH[i]!).toBeGreaterThanOrEqual(EXPECTED[i]!);
          expect(outer.HIGH[i]!).toBeGreaterThanOrEqual(inner.HIGH[i]!);
        }
      }),
      { numRuns: 5 },
    );
  });
});

it('is that of the closed form where nobody leaves: ln E = ln (r + x) - ln (alpha + T) + ln H', () => {
  const bgnbd = withSmallErrors(modelOf('bgnbd', 100_000));
  const { r, alpha } = bgnbd.parameters as { r: number; alpha: number };
  const found = deviations({ ...bgnbd, frequency: frequencyModel('nbd'), parameters: { r, alpha } });
  for (const [i, { x, age }] of DAYS.entries())
    expect(found[i]! / bySlopes([r / (r + x), -alpha / (alpha + age / 7)])).toBeCloseTo(1, 1.7);
});

it('knows models of other clocks and stages', () => {
  for (const name of ['mbgcnbd', 'bgbb'] as const) {
    const model = otherModelOf(name, 500);
    const cells =
      name === 'mbgcnbd'
        ? CELLS
        : {
            X: Float64Array.of(0, 2),
            T_X: Float64Array.of(0, 5),
            T: Float64Array.of(9, 9),
            SPEND_X: Float64Array.of(0, 2),
          };
    const { EXPECTED } = scoreCells(cells, model, TERMS);
    const { LOW, HIGH } = meanIntervals(cells, EXPECTED, model, TERMS);
    for (const [i, expected] of EXPECTED.entries()) {
      expect(LOW[i]!).toBeLessThan(expected);
      expect(HIGH[i]!).toBeGreaterThan(expected);
      expect(HIGH[i]! / LOW[i]!).toBeLessThan(100);
    }
  }
});

it('says nothing where the fit has no errors', () => {
  const model = modelOf('bgnbd', 100_000);
  const estimate = { frequency: model.parameters, spend: model.spend };
  const { EXPECTED } = scoreCells(CELLS, model, TERMS);
  const { LOW, HIGH } = meanIntervals(CELLS, EXPECTED, { ...model, sharedPoints: [estimate] }, TERMS);
  expect([...LOW, ...HIGH].every(Number.isNaN)).toBe(true);
});
