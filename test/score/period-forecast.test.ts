import { describe, expect, it } from 'vitest';
import { bgnbd, seededRandom } from '../../src/models/index.js';
import { forecastPeriods } from '../../src/score/period-forecast.js';
import type { SummedCells } from '../../src/score/period-sums.js';
import { gammagamma, modelOf, otherModelOf, PREDICTIONS, SPEND } from './fits.js';

/** Days: x, t_x, T, total spend behind the mean, share kept; sorted as cells are. */
const PEOPLE = [
  { x: 0, t_x: 0, T: 20, S: 0, kept: 1 },
  { x: 0, t_x: 0, T: 300, S: 0, kept: 0.9 },
  { x: 1, t_x: 100, T: 300, S: 40, kept: 1 },
  { x: 3, t_x: 290, T: 300, S: 100, kept: 0.8 },
  { x: 8, t_x: 190, T: 200, S: 240, kept: 1 },
] as const;
const KEEPS = 0.4;
const BOUNDS = [10, 100, 400];

const column = (pick: (person: (typeof PEOPLE)[number]) => number) => Float64Array.from(PEOPLE, pick);
const cells: SummedCells = {
  X: column(({ x }) => x),
  T_X: column(({ t_x }) => t_x),
  T: column(({ T }) => T),
  SPEND_X: column(({ x }) => x),
  K: column(({ kept }) => kept),
  K_S: column(({ kept, S }) => kept * S),
  K2: column(({ kept }) => kept ** 2),
  K2_S: column(({ kept, S }) => kept ** 2 * S),
  K2_S2: column(({ kept, S }) => kept ** 2 * S ** 2),
};
const question = { bounds: BOUNDS, leastAgeDays: 0, interval: 0.8 };
const history = ({ x, t_x, T }: (typeof PEOPLE)[number]) => ({ x, t_x: t_x / 7, T: T / 7 });

describe.each(['bgnbd', 'paretonbd'] as const)('values of periods by %s', (name) => {
  it('are purchases of the period, times what a purchase leaves, over the customers who are old enough', () => {
    const model = modelOf(name, 500);
    const api = PREDICTIONS[name];
    const found = forecastPeriods([{ model, cells, keeps: KEEPS }], { ...question, leastAgeDays: 50 });
    const by = (days: number) =>
      PEOPLE.filter(({ T }) => T >= 50).reduce((sum, person) => {
        const { x, S, kept } = person;
        const spend = gammagamma.expectedSpend(SPEND, { x, meanSpend: x === 0 ? 0 : S / x });
        const N = api.expectedPurchases(model.parameters as never, history(person), days / 7);
        return sum + KEEPS * kept * spend * N;
      }, 0);
    const expected = [by(100) - by(10), by(400) - by(100), by(400) - by(10)];
    found.forEach(({ value, low, high }, k) => {
      expect(value / expected[k]!).toBeCloseTo(1, 7);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    });
  });
});

it('has the spread of simulated futures, where parameters are known', () => {
  const known = { ...modelOf('bgnbd', 500), sharedPoints: modelOf('bgnbd', 500).sharedPoints.slice(0, 1) };
  const found = forecastPeriods([{ model: known, cells, keeps: 1 }], { ...question, bounds: [0, 180, 360] });
  const random = seededRandom(3);
  const sums = [0, 0, 0];
  const squares = [0, 0, 0];
  const times = 20_000;
  for (let i = 0; i < times; i++) {
    const values = [0, 0, 0];
    for (const person of PEOPLE) {
      const nu = random.gamma(SPEND.p * person.x + SPEND.q) / (SPEND.gamma + person.S);
      for (const t of bgnbd.samplePath(known.parameters as never, history(person), 360 / 7, random)) {
        const value = (person.kept * random.gamma(SPEND.p)) / nu;
        const period = t < 180 / 7 ? 0 : 1;
        values[period] = values[period]! + value;
        values[2] = values[2]! + value;
      }
    }
    values.forEach((value, k) => {
      sums[k] = sums[k]! + value;
      squares[k] = squares[k]! + value * value;
    });
  }
  found.forEach(({ value, low, high }, k) => {
    const mean = sums[k]! / times;
    const sd = Math.sqrt(squares[k]! / times - mean * mean);
    const own = Math.sqrt(Math.expm1((Math.log(high / low) / (2 * 1.2815515655446)) ** 2)) * value;
    expect(Math.abs(value / mean - 1)).toBeLessThan(0.03);
    expect(Math.abs(own / sd - 1)).toBeLessThan(0.05);
  });
});

it('adds parts up, and mixes the states of regular buyers', () => {
  const parts = [
    { model: modelOf('mbgnbd', 500), cells, keeps: KEEPS },
    { model: otherModelOf('mbgcnbd', 500), cells, keeps: 1 },
  ];
  const together = forecastPeriods(parts, question);
  const single = parts.map((part) => forecastPeriods([part], question));
  together.forEach(({ value }, k) => {
    expect(value).toBeCloseTo(single[0]![k]!.value + single[1]![k]!.value, 9);
  });
  const last = together.at(-1)!;
  expect(last.value).toBeCloseTo(together[0]!.value + together[1]!.value, 9);
});

it('has no width without time, and counts where all spend the same', () => {
  const model = { ...modelOf('bgnbd', 500), spend: null, constantSpend: 10 };
  const sharedPoints = model.sharedPoints.map((point) => ({ ...point, spend: null }));
  const part = { model: { ...model, sharedPoints }, cells, keeps: 1 };
  const still = forecastPeriods([part], { ...question, bounds: [5, 5, 5] });
  expect(still).toEqual([0, 1, 2].map(() => ({ value: 0, low: 0, high: 0 })));
  const [, , all] = forecastPeriods([part], question);
  const purchases = PEOPLE.reduce((sum, person) => {
    const by = (days: number) =>
      bgnbd.expectedPurchases(model.parameters as never, history(person), days / 7);
    return sum + person.kept * (by(400) - by(10));
  }, 0);
  expect(all!.value / (10 * purchases)).toBeCloseTo(1, 7);
});
