/**
 * A seeded source of random numbers for the numeric core (starts, chains, bootstrap, simulations): xoshiro128**
 * (Blackman & Vigna 2018) seeded through splitmix32. The same seed gives the same numbers on each machine.
 */
export interface SeededRandom {
  /** Uniform on (0, 1) with 53 random bits; never 0 or 1. */
  uniform(): number;
  normal(): number;
  /** Exponential with mean 1. */
  exponential(): number;
  /** Gamma with the given shape and rate 1. */
  gamma(shape: number): number;
  beta(a: number, b: number): number;
  poisson(mean: number): number;
}

export function seededRandom(seed: number): SeededRandom {
  const next = xoshiro(seed);
  const uniform = (): number => ((next() >>> 5) * 67108864 + (next() >>> 6) + 0.5) / 9007199254740992;
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const exponential = (): number => -Math.log(uniform());
  const gamma = (shape: number): number => drawGamma(shape, uniform, normal);
  const beta = (a: number, b: number): number => drawBeta(a, b, uniform, normal);
  const poisson = (mean: number): number => drawPoisson(mean, uniform, gamma);
  return { uniform, normal, exponential, gamma, beta, poisson };
}

function xoshiro(seed: number): () => number {
  let state = seed | 0;
  const splitmix = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let d = splitmix();
  return () => {
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return scrambled;
  };
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

/** Marsaglia & Tsang (2000); shapes below 1 through Gamma(shape + 1) * U^(1/shape). */
function drawGamma(shape: number, uniform: () => number, normal: () => number): number {
  if (shape < 1) return drawGamma(shape + 1, uniform, normal) * uniform() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normal();
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(uniform()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Ratio of gammas, on the log scale below shape 1 so that tiny shapes do not give 0/0. */
function drawBeta(a: number, b: number, uniform: () => number, normal: () => number): number {
  if (a >= 1 && b >= 1) {
    const ga = drawGamma(a, uniform, normal);
    return ga / (ga + drawGamma(b, uniform, normal));
  }
  const logA = Math.log(drawGamma(a + 1, uniform, normal)) + Math.log(uniform()) / a;
  const logB = Math.log(drawGamma(b + 1, uniform, normal)) + Math.log(uniform()) / b;
  return 1 / (1 + Math.exp(logB - logA));
}

/** Inversion below 15; above, the gamma arrival of the m-th event splits the problem (Ahrens & Dieter 1974). */
function drawPoisson(mean: number, uniform: () => number, gamma: (shape: number) => number): number {
  let rest = mean;
  let count = 0;
  while (rest > 15) {
    const m = Math.floor(rest * 0.875);
    const arrival = gamma(m);
    if (arrival > rest) return count + binomial(m - 1, rest / arrival, uniform);
    count += m;
    rest -= arrival;
  }
  let product = uniform();
  const limit = Math.exp(-rest);
  while (product > limit) {
    count += 1;
    product *= uniform();
  }
  return count;
}

function binomial(n: number, p: number, uniform: () => number): number {
  let hits = 0;
  for (let i = 0; i < n; i++) if (uniform() < p) hits += 1;
  return hits;
}
