import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/numeric/random.js';
import { AliasTable } from '../../src/numeric/random-alias.js';

const N = 40_000;

/** Kolmogorov–Smirnov at 1e-6: a fixed seed makes the test exact, the bound says what a right generator keeps. */
const KS_BOUND = 2.7 / Math.sqrt(N);

describe('the generator', () => {
  it('gives the reference vector of xoshiro128** 1.1 for the state 1, 2, 3, 4', () => {
    const random = Random.fromState(1, 2, 3, 4);
    expect(Array.from({ length: 10 }, () => random.uint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('equals a plain 64-bit transcription on random states', () => {
    const word = fc.integer({ min: 1, max: 0xffffffff });
    fc.assert(
      fc.property(word, word, word, word, (a, b, c, d) => {
        const random = Random.fromState(a, b, c, d);
        const plain = plainXoshiro([a, b, c, d]);
        for (let i = 0; i < 20; i++) expect(random.uint32()).toBe(plain());
      }),
    );
  });

  it('starts again from an index, and forgets a spare normal', () => {
    const random = new Random(7, 1, 3);
    const first = [random.normal(), random.uniform(), random.gamma(0.3, 2)];
    random.restart(4);
    random.normal();
    random.restart(3);
    expect([random.normal(), random.uniform(), random.gamma(0.3, 2)]).toEqual(first);
  });

  it('differs by seed, stream and index, also above 32 bits', () => {
    const starts = [
      new Random(1),
      new Random(2),
      new Random(1 + 2 ** 32),
      new Random(1, 1),
      new Random(1, 0, 1),
      new Random(1, 0, 1 + 2 ** 32),
    ].map((random) => `${random.uint32()} ${random.uint32()}`);
    expect(new Set(starts).size).toBe(starts.length);
  });

  it('gives neighbouring indices unrelated first draws', () => {
    const random = new Random(11, 2);
    const U = Float64Array.from({ length: N }, (_, i) => {
      random.restart(i);
      return random.uniform();
    });
    expect(distance(U, (x) => x)).toBeLessThan(KS_BOUND);
    let product = 0;
    for (let i = 1; i < N; i++) product += (U[i]! - 0.5) * (U[i - 1]! - 0.5);
    expect(Math.abs((12 * product) / Math.sqrt(N))).toBeLessThan(5);
  });
});

describe('continuous distributions', () => {
  it('uniform', () => {
    const U = sample((random) => random.uniform());
    expect(distance(U, (x) => x)).toBeLessThan(KS_BOUND);
    expect(U.every((u) => u > 0 && u < 1)).toBe(true);
  });

  it('normal and lognormal', () => {
    const cdf = (x: number) => simpson((t) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI), -9, x);
    expect(
      distance(
        sample((random) => random.normal()),
        cdf,
      ),
    ).toBeLessThan(KS_BOUND);
    const L = sample((random) => random.lognormal(0.4, 0.6));
    expect(distance(L, (x) => cdf((Math.log(x) - 0.4) / 0.6))).toBeLessThan(KS_BOUND);
  });

  it('exponential', () => {
    const E = sample((random) => random.exponential(2.5));
    expect(distance(E, (x) => 1 - Math.exp(-2.5 * x))).toBeLessThan(KS_BOUND);
  });

  it('gamma with whole shapes, by its closed form', () => {
    const G = sample((random) => random.gamma(3, 2));
    const cdf = (x: number) => 1 - Math.exp(-2 * x) * (1 + 2 * x + (2 * x) ** 2 / 2);
    expect(distance(G, cdf)).toBeLessThan(KS_BOUND);
  });

  it.each([0.05, 0.24, 0.5, 1, 6.25, 80])(
    'gamma with shape %f: mean, variance and mean logarithm',
    (shape) => {
      const G = sample((random) => random.gamma(shape, 1));
      expectMoment(G, (x) => x, shape, shape);
      expectMoment(G, (x) => (x - shape) ** 2, shape, shape * (2 * shape + 6));
    },
  );

  it('gamma with shape ½ is half a squared normal', () => {
    const G = sample((random) => random.gamma(0.5, 0.5));
    const cdf = (x: number) =>
      2 * simpson((t) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI), 0, Math.sqrt(x));
    expect(distance(G, cdf)).toBeLessThan(KS_BOUND);
  });

  it('beta, by closed forms', () => {
    expect(
      distance(
        sample((random) => random.beta(0.4, 1)),
        (x) => x ** 0.4,
      ),
    ).toBeLessThan(KS_BOUND);
    expect(
      distance(
        sample((random) => random.beta(1, 2.5)),
        (x) => 1 - (1 - x) ** 2.5,
      ),
    ).toBeLessThan(KS_BOUND);
    expect(
      distance(
        sample((random) => random.beta(2, 3)),
        (x) => 6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4,
      ),
    ).toBeLessThan(KS_BOUND);
  });

  it('beta with tiny shapes stays between 0 and 1 with the right mean', () => {
    const B = sample((random) => random.beta(0.001, 0.003));
    expect(B.every((x) => x >= 0 && x <= 1)).toBe(true);
    expectMoment(B, (x) => x, 0.25, (0.25 * 0.75) / 1.004);
  });
});

describe('counts and choices', () => {
  it.each([0, 0.01, 0.7, 5, 29.9, 30, 57, 1_000])(
    'poisson with mean %f, by χ² against its probabilities',
    (mean) => {
      const K = sample((random) => random.poisson(mean));
      if (mean === 0) return expect(K.every((k) => k === 0)).toBe(true);
      expectMoment(K, (k) => k, mean, mean);
      expectCounts(K, poissonPmf(mean));
    },
  );

  it.each([0.02, 0.3, 0.9, 1])('geometric with p = %f', (p) => {
    const K = sample((random) => random.geometric(p));
    expectCounts(K, (k) => p * (1 - p) ** k);
  });

  it('geometric with a tiny chance', () => {
    const K = sample((random) => random.geometric(1e-9));
    expectMoment(K, (k) => k / 1e9, 1, 1);
  });

  it('integer below n', () => {
    const K = sample((random) => random.integer(6));
    expectCounts(K, (k) => (k < 6 ? 1 / 6 : 0));
    expect(new Random(1).integer(1)).toBe(0);
  });

  it('weighted choice, straight and by alias table', () => {
    const weights = [3, 0, 1, 0.5, 5.5];
    const table = new AliasTable(weights);
    for (const K of [sample((random) => random.choice(weights)), sample((random) => table.draw(random))]) {
      expectCounts(K, (k) => (weights[k] ?? 0) / 10);
      expect(K.includes(1)).toBe(false);
    }
  });

  it('an alias table holds exactly its weights', () => {
    const weight = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 40 }), (weights) => {
        fc.pre(weights.some((each) => each > 1e-3));
        const table = new AliasTable(weights) as unknown as { keep: Float64Array; alias: Int32Array };
        const total = weights.reduce((sum, each) => sum + each, 0);
        const mass = new Float64Array(weights.length);
        table.keep.forEach((share, i) => {
          mass[i]! += share / weights.length;
          mass[table.alias[i]!]! += (1 - share) / weights.length;
        });
        for (const [i, each] of weights.entries()) expect(mass[i]!).toBeCloseTo(each / total, 9);
      }),
    );
  });

  it('an alias table refuses weights without mass', () => {
    expect(() => new AliasTable([0, 0])).toThrow('invalid weights: their sum is 0');
  });
});

function sample(draw: (random: Random) => number): Float64Array {
  const random = new Random(20_240, 9);
  return Float64Array.from({ length: N }, () => draw(random));
}

/** Largest gap between the sample's distribution function and the exact one. */
function distance(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = values.toSorted();
  let largest = 0;
  // Every tenth point misses a gap by at most 10/N, which is added.
  for (let i = 0; i < sorted.length; i += 10) {
    largest = Math.max(largest, Math.abs(cdf(sorted[i]!) - (i + 0.5) / sorted.length));
  }
  return largest + 10 / sorted.length;
}

/** The mean of f over the sample is within five standard errors of its expectation. */
function expectMoment(values: Float64Array, f: (x: number) => number, mean: number, variance: number): void {
  let sum = 0;
  for (const value of values) sum += f(value);
  const error = Math.sqrt(variance / values.length);
  expect(Math.abs(sum / values.length - mean)).toBeLessThan(5 * error);
}

/** χ² over the values with at least ten expected; its mean is the number of cells, its standard deviation √(2 cells). */
function expectCounts(values: Float64Array, pmf: (k: number) => number): void {
  const seen = new Map<number, number>();
  for (const value of values) seen.set(value, (seen.get(value) ?? 0) + 1);
  let cells = 0;
  let chi = 0;
  let restSeen = values.length;
  let restExpected = values.length;
  const top = Math.max(...seen.keys());
  for (let k = 0; k <= top; k++) {
    const expected = pmf(k) * values.length;
    if (expected < 10) continue;
    const count = seen.get(k) ?? 0;
    chi += (count - expected) ** 2 / expected;
    restSeen -= count;
    restExpected -= expected;
    cells++;
  }
  if (restExpected > 10) chi += (restSeen - restExpected) ** 2 / restExpected;
  expect(cells).toBeGreaterThan(0);
  expect(chi).toBeLessThan(cells + 1 + 6 * Math.sqrt(2 * (cells + 1)));
}

function poissonPmf(mean: number): (k: number) => number {
  const logs = [-mean];
  return (k) => {
    for (let n = logs.length; n <= k; n++) logs.push(logs[n - 1]! + Math.log(mean / n));
    return Math.exp(logs[k]!);
  };
}

function simpson(f: (x: number) => number, from: number, to: number): number {
  const steps = 200;
  const h = (to - from) / steps;
  let sum = f(from) + f(to);
  for (let i = 1; i < steps; i++) sum += f(from + i * h) * (i % 2 === 1 ? 4 : 2);
  return (sum * h) / 3;
}

/** The generator in big integers, as its authors print it. */
function plainXoshiro(state: readonly number[]): () => number {
  const mask = 0xffffffffn;
  const s = state.map(BigInt);
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & mask;
  return () => {
    const result = (rotate((s[1]! * 5n) & mask, 7n) * 9n) & mask;
    const t = (s[1]! << 9n) & mask;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = rotate(s[3]!, 11n);
    return Number(result);
  };
}
