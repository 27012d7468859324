import { expect, test } from 'vitest';
import { bgnbd, type FrequencyApi, gammagamma, mbgnbd, seededRandom } from '../../src/models/index.js';
import { meanIntervals } from '../../src/score/mean-intervals.js';
import { type Cells, type CellTerms, scoreCells } from '../../src/score/score-cells.js';
import { type ScoringModel, scoringModel } from '../../src/score/scoring-model.js';

const AGE_WEEKS = 52;
const TERMS: Omit<CellTerms, 'interval'> = { horizonDays: 273, deltaPerDay: 0 };
const HORIZON = TERMS.horizonDays / 7;
const LEVELS = [0.8, 0.95] as const;

/** Customers young and old, silent and busy, in days. */
const HISTORIES = [
  { x: 0, last: 0, age: 30 },
  { x: 0, last: 0, age: 364 },
  { x: 1, last: 28, age: 364 },
  { x: 1, last: 336, age: 364 },
  { x: 3, last: 140, age: 364 },
  { x: 3, last: 357, age: 364 },
  { x: 10, last: 210, age: 364 },
  { x: 10, last: 360, age: 364 },
] as const;

const CELLS: Cells = {
  X: Float64Array.from(HISTORIES, ({ x }) => x),
  T_X: Float64Array.from(HISTORIES, ({ last }) => last),
  T: Float64Array.from(HISTORIES, ({ age }) => age),
  SPEND_X: Float64Array.from(HISTORIES, ({ x }) => x),
};

const SPEND = gammagamma.fit({ X: [2, 3, 4, 2, 5, 3], MEAN_SPEND: [10, 30, 18, 55, 24, 9] });

/** What a fit to so many customers, who buy as the truth says, makes of the expected purchases. */
function fitted(
  api: FrequencyApi<never>,
  truth: Readonly<Record<string, number>>,
  size: number,
  seed: number,
): ScoringModel {
  const random = seededRandom(seed);
  const X: number[] = [];
  const T_X: number[] = [];
  for (let i = 0; i < size; i++) {
    const times = api.samplePathNew(truth as never, AGE_WEEKS, random);
    X.push(times.length);
    T_X.push(times.at(-1) ?? 0);
  }
  const frequency = api.fit({ X, T_X, T: X.map(() => AGE_WEEKS) }, { starts: 1 });
  return scoringModel({
    frequency: frequency as never,
    spend: { fit: SPEND as never, constant: null, history: 'repeat' },
    occasion: 'day',
    timeUnit: { days: 7 },
  });
}

const CASES: readonly [string, FrequencyApi<never>, Readonly<Record<string, number>>][] = [
  ['bgnbd', bgnbd as FrequencyApi<never>, { r: 0.8, alpha: 5, a: 0.9, b: 2.5 }],
  ['mbgnbd', mbgnbd as FrequencyApi<never>, { r: 0.9, alpha: 6, a: 0.9, b: 2.5 }],
];

/**
 * With 1,000 populations the share inside has a standard error of 1.3 points at 80 % and of .7 at 95 %; 77 to 83 % is what the
 * spec of calibration asks of intervals of parameters, and 93 to 97 % is as far, 2.9 errors, at the other level.
 */
test.each(CASES)(
  '80 and 95 % intervals of the expected purchases hold in 77 to 83 and 93 to 97 % of 1,000 populations, %s',
  (name, api, truth) => {
    const populations = 1000;
    const inside = LEVELS.map(() => HISTORIES.map(() => 0));
    const actual = HISTORIES.map(({ x, last, age }) =>
      api.expectedPurchases(truth as never, { x, t_x: last / 7, T: age / 7 }, HORIZON),
    );
    for (let seed = 1; seed <= populations; seed++) {
      const model = fitted(api, truth, 3000, 30_000 + seed);
      LEVELS.forEach((interval, level) => {
        const terms = { ...TERMS, interval };
        const { EXPECTED } = scoreCells(CELLS, model, terms);
        const { LOW, HIGH } = meanIntervals(CELLS, EXPECTED, model, terms);
        actual.forEach((value, i) => {
          if (value >= LOW[i]! && value <= HIGH[i]!) inside[level]![i] = inside[level]![i]! + 1;
        });
      });
    }
    console.info(`${name}: ${JSON.stringify(inside)}`);
    HISTORIES.forEach(({ x, last, age }, i) => {
      const about = `x ${x}, t_x ${last}, T ${age}`;
      expect(inside[0]![i]! / populations, about).toBeGreaterThan(0.77);
      expect(inside[0]![i]! / populations, about).toBeLessThan(0.83);
      expect(inside[1]![i]! / populations, about).toBeGreaterThan(0.93);
      expect(inside[1]![i]! / populations, about).toBeLessThan(0.97);
    });
  },
);
