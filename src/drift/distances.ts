import { chiSquareTail } from '../numeric/chi-square.js';

/** Added to each cell before shares are taken: an empty cell is a small one, not an impossible one (Jeffreys). */
const SMOOTHING = 0.5;

/** How two samples in the same cells differ; cells are in order where there is one. */
export interface Distances {
  /** Population stability index of smoothed shares. */
  readonly psi: number;
  /** What it is on average when nothing differs: (B - 1)(1/n + 1/m). */
  readonly psiFloor: number;
  /** Kullback-Leibler divergence of now from then, of smoothed shares, in nats. */
  readonly kl: number;
  /** Jensen-Shannon divergence of the shares, in nats. */
  readonly js: number;
  /** Largest difference of the cumulated shares; only with an order. */
  readonly ks: number;
  /** Mean distance that mass moves, in cells; only with an order. */
  readonly wasserstein: number;
  /** Homogeneity: statistic, degrees of freedom, p-value; cells with few are merged first. */
  readonly chiSquare: { readonly value: number; readonly df: number; readonly p: number };
}

export function distances(then: ArrayLike<number>, now: ArrayLike<number>): Distances {
  const cells = then.length;
  const n = sum(then);
  const m = sum(now);
  let psi = 0;
  let kl = 0;
  let js = 0;
  let ks = 0;
  let wasserstein = 0;
  let gap = 0;
  for (let k = 0; k < cells; k++) {
    const p = (then[k]! + SMOOTHING) / (n + cells * SMOOTHING);
    const q = (now[k]! + SMOOTHING) / (m + cells * SMOOTHING);
    psi += (q - p) * Math.log(q / p);
    kl += q * Math.log(q / p);
    const a = n > 0 ? then[k]! / n : 0;
    const b = m > 0 ? now[k]! / m : 0;
    js += 0.5 * (information(a, (a + b) / 2) + information(b, (a + b) / 2));
    gap += b - a;
    ks = Math.max(ks, Math.abs(gap));
    wasserstein += Math.abs(gap);
  }
  return {
    psi,
    psiFloor: n > 0 && m > 0 ? (cells - 1) * (1 / n + 1 / m) : Number.POSITIVE_INFINITY,
    kl,
    js,
    ks,
    wasserstein,
    chiSquare: homogeneity(then, now),
  };
}

/** p-value of a two-sample Kolmogorov-Smirnov distance (Smirnov's limit with Stephens' correction); too large with ties. */
export function ksTail(distance: number, n: number, m = Number.POSITIVE_INFINITY): number {
  const effective = Math.sqrt(1 / (1 / n + 1 / m));
  const t = (effective + 0.12 + 0.11 / effective) * distance;
  if (t < 0.2) return 1;
  let tail = 0;
  for (let k = 1; k <= 100; k++) tail += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * t * t);
  return Math.max(0, Math.min(1, tail));
}

/** Cells that expect fewer than five in either sample are merged with their neighbours. */
function homogeneity(then: ArrayLike<number>, now: ArrayLike<number>): Distances['chiSquare'] {
  const n = sum(then);
  const m = sum(now);
  const merged: [number, number][] = [];
  let open: [number, number] = [0, 0];
  const isEnough = ([a, b]: [number, number]): boolean => ((a + b) * Math.min(n, m)) / (n + m) >= 5;
  for (let k = 0; k < then.length; k++) {
    open = [open[0] + then[k]!, open[1] + now[k]!];
    if (!isEnough(open)) continue;
    merged.push(open);
    open = [0, 0];
  }
  const last = merged.at(-1);
  if (last !== undefined) merged[merged.length - 1] = [last[0] + open[0], last[1] + open[1]];
  if (merged.length < 2) return { value: 0, df: 0, p: 1 };
  let value = 0;
  for (const [a, b] of merged) {
    const expected = ((a + b) * n) / (n + m);
    const other = a + b - expected;
    value += (a - expected) ** 2 / expected + (b - other) ** 2 / other;
  }
  const df = merged.length - 1;
  return { value, df, p: chiSquareTail(value, df) };
}

function information(p: number, q: number): number {
  return p > 0 ? p * Math.log(p / q) : 0;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += values[k]!;
  return total;
}
