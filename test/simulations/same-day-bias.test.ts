import { describe, expect, test } from 'vitest';
import { bgnbd, seededRandom } from '../../src/models/index.js';

const TRUTH = { r: 0.55, alpha: 10.6, a: 0.8, b: 2.5 };
const NAMES = ['r', 'alpha', 'a', 'b'] as const;
const WEEKS = 104;
const YEAR = 52;

/**
 * Customers who come over two years and buy in continuous time, as their exact histories and as their files have them: by the day,
 * purchases of one day merged.
 */
function base(customers: number, seed: number) {
  const random = seededRandom(seed);
  const exact = { X: [] as number[], T_X: [] as number[], T: [] as number[] };
  const days = { X: [] as number[], T_X: [] as number[], T: [] as number[] };
  let merged = 0;
  let purchases = 0;
  for (let i = 0; i < customers; i++) {
    const start = WEEKS * random.uniform();
    const times = bgnbd.samplePathNew(TRUTH, WEEKS - start, random);
    exact.X.push(times.length);
    exact.T_X.push(times.at(-1) ?? 0);
    exact.T.push(WEEKS - start);
    const first = Math.floor(7 * start);
    const dates = new Set(times.map((time) => Math.floor(7 * (start + time))));
    dates.delete(first);
    const last = dates.size === 0 ? first : Math.max(...dates);
    days.X.push(dates.size);
    days.T_X.push((last - first) / 7);
    days.T.push((7 * WEEKS - 1 - first) / 7);
    merged += times.length - dates.size;
    purchases += times.length;
  }
  return { exact, days, share: merged / purchases };
}

describe.each([100_000, 1_000_000])('merging the purchases of a day, %i customers', (customers) => {
  test('biases the parameters by standard errors and the forecast by less than 1 %', () => {
    const { exact, days, share } = base(customers, 11);
    const off = (columns: typeof exact) => {
      const { parameters, standardErrors, outcome } = bgnbd.fit(columns);
      expect(outcome).toBe('interior');
      const errors = NAMES.map((name) => (parameters![name] - TRUTH[name]) / standardErrors![name]!);
      const year =
        bgnbd.expectedPurchasesNew(parameters!, YEAR) / bgnbd.expectedPurchasesNew(TRUTH, YEAR) - 1;
      const ratios = NAMES.map((name) => parameters![name] / TRUTH[name] - 1);
      return { errors, year, ratios };
    };
    const whole = off(exact);
    const daily = off(days);
    console.info(
      `${customers} customers, ${(100 * share).toFixed(2)} % of the repeat purchases on a day with another: ` +
        NAMES.map(
          (name, i) =>
            `${name} ${daily.errors[i]!.toFixed(1)} errors, ${(100 * daily.ratios[i]!).toFixed(1)} % (exact times ${whole.errors[i]!.toFixed(1)})`,
        ).join('; ') +
        `; purchases of a year ${(100 * daily.year).toFixed(2)} % (exact times ${(100 * whole.year).toFixed(2)} %)`,
    );
    for (const error of whole.errors) expect(Math.abs(error)).toBeLessThan(4);
    expect(Math.abs(whole.year)).toBeLessThan(0.01);
    expect(Math.abs(daily.year)).toBeLessThan(0.03);
    expect(share).toBeLessThan(0.05);
  });
});
