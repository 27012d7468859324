import { stableExp, stableLog } from './random-math.js';

/**
 * Seeded, splittable random numbers. The same (seed, stream, index) gives the same draws on every
 * machine: the generator is integer arithmetic and the transforms use `stableExp` and `stableLog`.
 *
 * Generator: xoshiro128** 1.1 (Blackman, Vigna 2021, "Scrambled linear pseudorandom number generators"),
 * period 2^128 − 1. Splitting: each of the four state words is a chain of MurmurHash3 finalisers over
 * (seed, stream, index), in the spirit of Steele, Lea, Flood 2014. A finaliser is a bijection, so two
 * indices below 2^32 of one stream never share a state word, let alone a state.
 */
export class Random {
  private a = 1;
  private b = 2;
  private c = 3;
  private d = 4;
  private spare = Number.NaN;

  /** `seed` and `index` are integers from 0 to 2^53 − 1, `stream` one from 0 to 2^32 − 1. */
  constructor(
    private readonly seed: number,
    private readonly stream = 0,
    index = 0,
  ) {
    this.restart(index);
  }

  /** A generator that continues from four given state words (for reference vectors). */
  static fromState(a: number, b: number, c: number, d: number): Random {
    const random = new Random(0);
    random.setState(a, b, c, d);
    return random;
  }

  /** Goes to the start of the sequence `index` of this stream. */
  restart(index: number): void {
    this.setState(
      this.word(0x9e3779b9, index),
      this.word(0x243f6a88, index),
      this.word(0xb7e15162, index),
      this.word(0x6a09e667, index),
    );
  }

  /** Uniform integer in [0, 2^32). */
  uint32(): number {
    const product = Math.imul(this.b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result >>> 0;
  }

  /** Uniform on the open interval (0, 1): the midpoints of 2^52 equal cells. */
  uniform(): number {
    const high = this.uint32() >>> 6;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low + 0.5) / 4503599627370496;
  }

  /** Uniform integer in [0, n), 1 ≤ n ≤ 2^32, without modulo bias: words in the uneven rest at the top are drawn again. */
  integer(n: number): number {
    const limit = 4294967296 - (4294967296 % n);
    let word = this.uint32();
    while (word >= limit) word = this.uint32();
    return word % n;
  }

  /** Standard normal. Method: Marsaglia and Bray 1964, polar. */
  normal(): number {
    if (!Number.isNaN(this.spare)) {
      const value = this.spare;
      this.spare = Number.NaN;
      return value;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const s = x * x + y * y;
      if (s > 0 && s < 1) {
        const factor = Math.sqrt((-2 * stableLog(s)) / s);
        this.spare = y * factor;
        return x * factor;
      }
    }
  }

  /** exp(mu + sigma · normal). */
  lognormal(mu: number, sigma: number): number {
    return stableExp(mu + sigma * this.normal());
  }

  /** Exponential with the given rate (mean 1/rate). Method: inversion. */
  exponential(rate: number): number {
    return -stableLog(this.uniform()) / rate;
  }

  /** Gamma with the given shape > 0 and rate > 0 (mean shape/rate). Method: Marsaglia and Tsang 2000; shape < 1 by their boost. */
  gamma(shape: number, rate: number): number {
    if (shape >= 1) return this.largeGamma(shape) / rate;
    return (this.largeGamma(shape + 1) * stableExp(stableLog(this.uniform()) / shape)) / rate;
  }

  /** Beta with a, b > 0. Method: X/(X + Y) of two gammas, in logarithms, so that tiny shapes don't end as 0/0. */
  beta(a: number, b: number): number {
    const x = this.logGammaVariate(a);
    const y = this.logGammaVariate(b);
    return 1 / (1 + stableExp(y - x));
  }

  /** Failures before the first success, success probability 0 < p ≤ 1. Method: inversion. */
  geometric(p: number): number {
    if (p >= 1) return 0;
    const logFailure = p < 1e-5 ? -p * (1 + p / 2) : stableLog(1 - p);
    return Math.floor(stableLog(this.uniform()) / logFailure);
  }

  /**
   * Poisson with mean ≥ 0. Method: sequential inversion below 30 (Devroye 1986, X.3), above it the
   * transformed rejection PTRS of Hörmann 1993.
   */
  poisson(mean: number): number {
    return mean < 30 ? this.smallPoisson(mean) : this.largePoisson(mean);
  }

  /** Index drawn with the given weights (≥ 0, sum > 0). Method: inversion; `AliasTable` is for many draws. */
  choice(weights: readonly number[]): number {
    let total = 0;
    for (const weight of weights) total += weight;
    let rest = this.uniform() * total;
    for (let i = 0; i < weights.length; i++) {
      rest -= weights[i]!;
      if (rest < 0) return i;
    }
    return weights.length - 1;
  }

  /** ln of a gamma variate with rate 1. */
  private logGammaVariate(shape: number): number {
    if (shape >= 1) return stableLog(this.largeGamma(shape));
    return stableLog(this.largeGamma(shape + 1)) + stableLog(this.uniform()) / shape;
  }

  /** Gamma variate with shape ≥ 1 and rate 1. */
  private largeGamma(shape: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = this.uniform();
      const squeeze = 1 - 0.0331 * x * x * x * x;
      if (u < squeeze || stableLog(u) < 0.5 * x * x + d * (1 - v + stableLog(v))) return d * v;
    }
  }

  private smallPoisson(mean: number): number {
    let u = this.uniform();
    let probability = stableExp(-mean);
    let n = 0;
    while (u > probability) {
      u -= probability;
      n++;
      probability *= mean / n;
      if (probability === 0) break;
    }
    return n;
  }

  private largePoisson(mean: number): number {
    const root = Math.sqrt(mean);
    const b = 0.931 + 2.53 * root;
    const a = -0.059 + 0.02483 * b;
    const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    const vR = 0.9277 - 3.6224 / (b - 2);
    const logMean = stableLog(mean);
    for (;;) {
      const u = this.uniform() - 0.5;
      const v = this.uniform();
      const us = 0.5 - Math.abs(u);
      const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= vR) return k;
      if (k < 0 || (us < 0.013 && v > us)) continue;
      const logRatio = stableLog((v * inverseAlpha) / (a / (us * us) + b));
      if (logRatio <= k * logMean - mean - logFactorial(k)) return k;
    }
  }

  private word(lane: number, index: number): number {
    let h = finalise(lane ^ (this.seed >>> 0));
    h = finalise(h ^ Math.floor(this.seed / 4294967296));
    h = finalise(h ^ this.stream);
    h = finalise((h + 0x9e3779b9) ^ Math.floor(index / 4294967296));
    return finalise((h + lane) ^ (index >>> 0));
  }

  private setState(a: number, b: number, c: number, d: number): void {
    this.a = a | 0;
    this.b = b | 0;
    this.c = c | 0;
    this.d = d | 0;
    if ((this.a | this.b | this.c | this.d) === 0) this.a = 1;
    this.spare = Number.NaN;
  }
}

/** MurmurHash3's 32-bit finaliser (Appleby): a bijection in which each input bit moves each output bit. */
function finalise(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** ln n!: the product up to 15, from there Stirling's series with three terms (error below 1e-11). */
function logFactorial(n: number): number {
  if (n < 16) {
    let product = 1;
    for (let i = 2; i <= n; i++) product *= i;
    return stableLog(product);
  }
  const x = n + 1;
  const inverse = 1 / x;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square / 1260));
  return (x - 0.5) * stableLog(x) - x + 0.9189385332046727 + series;
}
