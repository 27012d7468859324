import { describe, expect, it } from 'vitest';
import type { Chunk } from '../../src/synth/columns.js';
import { generate } from '../../src/synth/generate.js';
import { planOf, type SpendLaw, standardOptions } from '../../src/synth/plan.js';
import { MODELS, populationOf } from '../../src/synth/population.js';
import { baseline } from '../../src/synth/scenarios/baseline.js';

const CUSTOMERS = 20_000;
/** From January to September; all customers come in January. */
const WEEKS = 39;

/** Five standard errors: a fixed seed makes each test exact, the bound says what a right simulation keeps. */
const SIGMAS = 5;

describe('populations with known parameters', () => {
  it('BG/NBD: nobody leaves before a repeat purchase', () => {
    const [r, alpha, a, b] = [0.243, 4.414, 0.793, 2.426];
    const { REPEATS, AGE } = history('bgnbd', [r, alpha, a, b]);
    expectMean(
      REPEATS.map((x) => (x === 0 ? 1 : 0)),
      AGE.map((t) => (alpha / (alpha + t)) ** r),
    );
    // Exactly one repeat by t: the customer left with it (a/(a + b)), or stayed and bought no more.
    expectMean(
      REPEATS.map((x) => (x === 1 ? 1 : 0)),
      AGE.map((t) => {
        const one = r * (alpha / (alpha + t)) ** r * (t / (alpha + t));
        return (b / (a + b)) * one + (a / (a + b)) * (1 - (alpha / (alpha + t)) ** r);
      }),
    );
  });

  it('MBG/NBD: a share a/(a + b) leaves with the first purchase', () => {
    const [r, alpha, a, b] = [0.525, 6.183, 0.891, 1.614];
    const { REPEATS, AGE } = history('mbgnbd', [r, alpha, a, b]);
    expectMean(
      REPEATS.map((x) => (x === 0 ? 1 : 0)),
      AGE.map((t) => a / (a + b) + (b / (a + b)) * (alpha / (alpha + t)) ** r),
    );
  });

  it('Pareto/NBD: expected purchases and the share still there', () => {
    const [r, alpha, s, beta] = [0.553, 10.578, 0.606, 11.669];
    const { REPEATS, AGE, alive } = history('paretonbd', [r, alpha, s, beta]);
    expectMean(
      REPEATS,
      AGE.map((t) => ((r * beta) / (alpha * (s - 1))) * (1 - (beta / (beta + t)) ** (s - 1))),
    );
    expectMean(
      alive,
      AGE.map((t) => (beta / (beta + t)) ** s),
    );
  });

  it('Gamma-Gamma: order values have the mean of their customer, customers the mean of the law', () => {
    const spend = { p: 6.25, q: 3.74, gamma: 15.44 };
    const { values, means } = spends(spend);
    const wanted = (spend.p * spend.gamma) / (spend.q - 1);
    expectMean(
      means,
      means.map(() => wanted),
    );
    expectMean(
      values.map(({ value, mean }) => value / mean),
      values.map(() => 1),
    );
    // Value over mean is Gamma(p, p): its variance is 1/p.
    expectMean(
      values.map(({ value, mean }) => (value / mean - 1) ** 2),
      values.map(() => 1 / spend.p),
    );
  });

  it('Gamma-Gamma values stay exact over several lines', () => {
    const spend = { p: 6.25, q: 3.74, gamma: 15.44 };
    const one = spends(spend, 1).values.map(({ value }) => value);
    const many = spends(spend, 4);
    expect(many.lines).toBeGreaterThan(3 * many.values.length);
    // The same customers at the same times spend the same law; a line holds at least a cent.
    expect(mean(many.values.map(({ value }) => value)) / mean(one)).toBeCloseTo(1, 1);
    expect(many.cheapest).toBeGreaterThanOrEqual(1);
  });
});

/** Repeat purchases and age in weeks of customers who all came in the first month. */
function history(model: keyof typeof MODELS, values: readonly number[]) {
  const population = populationOf(MODELS[model], values);
  const plan = planOf(
    { ...baseline, acquisition: { yearlyGrowth: 1, months: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] } },
    {
      ...standardOptions(baseline, 3),
      customers: CUSTOMERS,
      from: '2019-01-01',
      to: '2019-09-30',
      population,
    },
  );
  const REPEATS: number[] = [];
  const AGE: number[] = [];
  const alive: number[] = [];
  for (const { customers } of generate(plan)) {
    for (let k = 0; k < customers.CUSTOMER.length; k++) {
      const weeks = (plan.endDay - customers.ACQUIRED_DAY[k]! - 0.5) / 7;
      REPEATS.push(customers.ORDERS[k]! - 1);
      AGE.push(weeks);
      alive.push(customers.LEFT_DAY[k]! < 0 ? 1 : 0);
    }
  }
  expect(AGE.every((weeks) => weeks > WEEKS - 5 && weeks < WEEKS)).toBe(true);
  return { REPEATS, AGE, alive };
}

function spends(spend: SpendLaw, linesPerOrder: number | null = null) {
  const plan = planOf(baseline, { ...standardOptions(baseline, 5), customers: 4_000, spend, linesPerOrder });
  const cents = new Map<string, number>();
  const meanOf = new Map<number, number>();
  let lines = 0;
  let cheapest = Number.POSITIVE_INFINITY;
  for (const chunk of generate(plan)) {
    collectMeans(chunk, meanOf);
    const L = chunk.lines;
    for (let k = 0; k < L.CUSTOMER.length; k++) {
      if (L.RETURNED[k] === 1) continue;
      const key = `${L.CUSTOMER[k]} ${L.ORDER[k]}`;
      cents.set(key, (cents.get(key) ?? 0) + L.PRICE[k]! * L.QUANTITY[k]!);
      cheapest = Math.min(cheapest, L.PRICE[k]!);
      lines++;
    }
  }
  const values = [...cents].map(([key, sum]) => ({
    value: sum / 100,
    mean: meanOf.get(Number(key.split(' ')[0]))!,
  }));
  return { values, means: [...meanOf.values()], lines, cheapest };
}

function collectMeans({ customers }: Chunk, into: Map<number, number>): void {
  customers.CUSTOMER.forEach((customer, k) => {
    into.set(customer, customers.SPEND_MEAN[k]!);
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean of the values is that of their expectations, within five of its standard errors. */
function expectMean(values: readonly number[], expected: readonly number[]): void {
  const gaps = values.map((value, i) => value - expected[i]!);
  const middle = mean(gaps);
  const error = Math.sqrt(mean(gaps.map((gap) => (gap - middle) ** 2)) / gaps.length);
  expect(Math.abs(middle)).toBeLessThan(SIGMAS * error);
}
