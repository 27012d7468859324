import { gaussLegendre } from '../../numeric/gauss-legendre.js';

/** The integral of f, of its first derivatives in r, alpha, s, beta and of its ten second derivatives. */
export const TERMS = 15 as const;

/**
 * For f(u) = (1 + u/alpha)^-R (1 + u/beta)^-(s+1) and ascending times t_i: the integrals of f and of its derivatives
 * over (t_i, t_last], each divided by f(t_i); row-major, TERMS a time. Backwards recursion: an interval's Gauss-Legendre
 * sums plus the next tail scaled by f(t_{i+1})/f(t_i). Intervals are cut so that f falls by at most a factor e and
 * stretches by half in a panel, where 8 nodes (4 in short intervals) leave a relative error below 1e-14. With `terms` 1
 * only f itself is integrated.
 */
export function tailIntegrals(
  times: Float64Array,
  R: number,
  alpha: number,
  s: number,
  beta: number,
  terms: 1 | typeof TERMS = TERMS,
): Float64Array {
  const tails = new Float64Array(times.length * terms);
  const add = terms === 1 ? addPanelValue : addPanel;
  for (let i = times.length - 2; i >= 0; i--) {
    const from = times[i]!;
    const to = times[i + 1]!;
    const at = i * terms;
    addInterval(add, tails, at, from, to, R, alpha, s, beta);
    const drop = Math.exp(
      -R * Math.log1p((to - from) / (alpha + from)) - (s + 1) * Math.log1p((to - from) / (beta + from)),
    );
    if (drop > 0)
      for (let k = 0; k < terms; k++) tails[at + k] = tails[at + k]! + drop * tails[at + terms + k]!;
  }
  return tails;
}

function addInterval(
  add: typeof addPanel,
  tails: Float64Array,
  at: number,
  from: number,
  to: number,
  R: number,
  alpha: number,
  s: number,
  beta: number,
): void {
  const A = alpha + from;
  const B = beta + from;
  for (let start = from; start < to; ) {
    const slope = R / (alpha + start) + (s + 1) / (beta + start);
    const smallest = Math.min(alpha, beta) + start;
    const longest = Math.min(1 / slope, 0.5 * smallest);
    const end = to - start <= longest ? to : start + longest;
    const isShort = (end - start) * slope < 0.1 && end - start < 0.05 * smallest;
    add(tails, at, start, end, isShort ? 4 : 8, from, A, B, R, alpha, s, beta);
    const fallen = R * Math.log1p((end - from) / A) + (s + 1) * Math.log1p((end - from) / B);
    if (fallen > 45) return;
    start = end;
  }
}

function addPanel(
  tails: Float64Array,
  at: number,
  start: number,
  end: number,
  size: number,
  from: number,
  A: number,
  B: number,
  R: number,
  alpha: number,
  s: number,
  beta: number,
): void {
  const { nodes, weights } = gaussLegendre(size);
  const half = 0.5 * (end - start);
  for (let k = 0; k < size; k++) {
    const u = start + half * (1 + nodes[k]!);
    const v = u - from;
    const f = half * weights[k]! * Math.exp(-R * Math.log1p(v / A) - (s + 1) * Math.log1p(v / B));
    const ua = u / (alpha * (alpha + u));
    const ub = u / (beta * (beta + u));
    const dr = -Math.log1p(u / alpha);
    const ds = -Math.log1p(u / beta);
    const da = R * ua;
    const db = (s + 1) * ub;
    tails[at] = tails[at]! + f;
    tails[at + 1] = tails[at + 1]! + f * dr;
    tails[at + 2] = tails[at + 2]! + f * da;
    tails[at + 3] = tails[at + 3]! + f * ds;
    tails[at + 4] = tails[at + 4]! + f * db;
    tails[at + 5] = tails[at + 5]! + f * dr * dr;
    tails[at + 6] = tails[at + 6]! + f * (dr * da + ua);
    tails[at + 7] = tails[at + 7]! + f * dr * ds;
    tails[at + 8] = tails[at + 8]! + f * dr * db;
    tails[at + 9] = tails[at + 9]! + f * (da * da - (da * (2 * alpha + u)) / (alpha * (alpha + u)));
    tails[at + 10] = tails[at + 10]! + f * da * ds;
    tails[at + 11] = tails[at + 11]! + f * da * db;
    tails[at + 12] = tails[at + 12]! + f * ds * ds;
    tails[at + 13] = tails[at + 13]! + f * (ds * db + ub);
    tails[at + 14] = tails[at + 14]! + f * (db * db - (db * (2 * beta + u)) / (beta * (beta + u)));
  }
}

function addPanelValue(
  tails: Float64Array,
  at: number,
  start: number,
  end: number,
  size: number,
  from: number,
  A: number,
  B: number,
  R: number,
  _alpha: number,
  s: number,
): void {
  const { nodes, weights } = gaussLegendre(size);
  const half = 0.5 * (end - start);
  for (let k = 0; k < size; k++) {
    const v = start + half * (1 + nodes[k]!) - from;
    tails[at] =
      tails[at]! + half * weights[k]! * Math.exp(-R * Math.log1p(v / A) - (s + 1) * Math.log1p(v / B));
  }
}
