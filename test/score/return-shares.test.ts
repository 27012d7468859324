import { expect, it } from 'vitest';
import { type SeededRandom, seededRandom } from '../../src/models/index.js';
import { type ReturnShares, readReturnShares } from '../../src/score/return-shares.js';
import { Store } from '../../src/store/store.js';
import { inFolder } from '../cli/in-process.js';

/** Customers with so many purchases of 10 each; `back` draws what share of one is given back by who gives back `rate`. */
async function sharesOf(
  size: number,
  purchases: (random: SeededRandom) => number,
  rate: (random: SeededRandom) => number,
  back: (random: SeededRandom, rate: number) => number,
): Promise<ReturnShares> {
  const random = seededRandom(size);
  const rows = Array.from({ length: size }, () => {
    const n = purchases(random);
    const own = rate(random);
    let returned = 0;
    for (let i = 0; i < n; i++) returned += 10 * back(random, own);
    return `(${n - 1}, ${10 * n}, ${returned.toFixed(4)}, 0)`;
  });
  return inFolder(async (folder) => {
    const store = await Store.open({ memoryMegabytes: 200, tempDirectory: folder, threads: 1 });
    try {
      await store.run(`create table histories as select x::integer as x, spend::double as spend_to_date, back::double as returned,
        times::integer as times_returned from (values ${rows.join(', ')}) as rows (x, spend, back, times)`);
      return await readReturnShares(store);
    } finally {
      await store.close();
    }
  });
}

const several = (random: SeededRandom) => 1 + Math.floor(8 * random.uniform() ** 2);
const whole = (random: SeededRandom, rate: number) => (random.uniform() < rate ? 1 : 0);
const beta = (a: number, b: number) => (random: SeededRandom) => {
  const [first, second] = [random.gamma(a), random.gamma(b)];
  return first / (first + second);
};

/** Of a beta distribution of rates and whole orders the strength is a + b. */
it('has the strength of the distribution of the rates, where orders come back whole', async () => {
  const { share, strength } = await sharesOf(20_000, several, beta(1, 9), whole);
  expect(share).toBeCloseTo(0.1, 2);
  expect(strength).toBeGreaterThan(8);
  expect(strength).toBeLessThan(12.5);
});

it('believes the more in a customer, the less their purchases differ: parts of orders come back', async () => {
  const parts = (random: SeededRandom, rate: number) => 0.5 * rate + rate * random.uniform();
  const { strength } = await sharesOf(20_000, several, beta(1, 9), parts);
  expect(strength).toBe(1);
  const rare = await sharesOf(20_000, several, beta(1, 9), (random, rate) =>
    random.uniform() < 0.2 ? rate * random.uniform() * 4 : 0,
  );
  expect(rare.strength).toBeGreaterThan(1);
  expect(rare.strength).toBeLessThan(12);
});

it('takes customers for alike who differ by chance, and who can’t be told apart', async () => {
  const alike = await sharesOf(20_000, several, () => 0.1, whole);
  expect(alike.strength).toBeGreaterThan(100);
  const once = await sharesOf(5_000, () => 1, beta(1, 9), whole);
  expect(once.strength).toBe(Number.POSITIVE_INFINITY);
  const none = await sharesOf(500, several, () => 0, whole);
  expect(none).toEqual({ share: 0, strength: Number.POSITIVE_INFINITY, rate: 0 });
  // All with five purchases: the bound of whole orders stands in, and is the truth here.
  const five = await sharesOf(20_000, () => 5, beta(1, 9), whole);
  expect(five.strength).toBeGreaterThan(9);
  expect(five.strength).toBeLessThan(15);
});
