import type { Fit } from '../models/fit/fit-record.js';
import type { History } from '../models/history.js';
import { frequencyModel } from '../models/registry.js';
import { chiSquareTail } from '../numeric/chi-square.js';
import { LEAST } from './compare.js';
import type { Finding } from './finding.js';

/** Histories of one kind of customer at the start and at the end of a window; times in days. */
export interface WindowRows {
  readonly size: number;
  /** NaN in X0 for customers who came within the window: they have no history at its start. */
  readonly X0: Float64Array;
  readonly T_X0: Float64Array;
  readonly T0: Float64Array;
  readonly X1: Float64Array;
  readonly T_X1: Float64Array;
  readonly T1: Float64Array;
  readonly N: Float64Array;
}

const STEP = 1e-4;

/**
 * Rao's score test that customers still buy at the model's rate and leave as it says, by all that the window shows: how
 * often and when. The score of the window is that of the history at its end less that at its start; it has mean 0 under
 * the model. Two directions: all rates up or down, all dropouts up or down. Its covariance counts chance in the window and
 * the errors of the fitted parameters. The size is over customers who bought in the window: the others tell next to nothing.
 */
export function behaviourFinding(
  feature: string,
  kind: Finding['kind'],
  { predictor, logCovariance }: Fit,
  rows: WindowRows,
  unitDays: number,
): Finding | null {
  if (predictor === null) return null;
  const model = frequencyModel(predictor.model);
  const { names } = model;
  const moved = names.map((name) =>
    [STEP, -STEP].map((h) => ({
      ...predictor.parameters,
      [name]: predictor.parameters[name]! * Math.exp(h),
    })),
  );
  const k = names.length;
  const sums = new Float64Array(k);
  const information = new Float64Array(k * k);
  const s = new Float64Array(k);
  let customers = 0;
  let active = 0;
  for (let i = 0; i < rows.size; i++) {
    const n = rows.N[i]!;
    const end = history(rows.X1[i]!, rows.T_X1[i]!, rows.T1[i]!, unitDays);
    const start = Number.isNaN(rows.X0[i]!)
      ? null
      : history(rows.X0[i]!, rows.T_X0[i]!, rows.T0[i]!, unitDays);
    customers += n;
    if (end.x > (start?.x ?? 0)) active += n;
    for (let j = 0; j < k; j++) {
      const [up, down] = moved[j]! as [Record<string, number>, Record<string, number>];
      const gain = model.logLikelihood(up, end) - model.logLikelihood(down, end);
      const known = start === null ? 0 : model.logLikelihood(up, start) - model.logLikelihood(down, start);
      s[j] = (gain - known) / (2 * STEP);
      sums[j] = sums[j]! + n * s[j]!;
    }
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++) information[a * k + b] = information[a * k + b]! + n * s[a]! * s[b]!;
  }
  if (active < LEAST) return null;
  const covariance = withParameterErrors(information, names, logCovariance);
  const value = quadratic(directions(names), sums, covariance);
  const alone = quadratic(directions(names), sums, information);
  const df = directions(names).length;
  return {
    feature,
    kind,
    customersThen: null,
    customersNow: customers,
    before: null,
    after: null,
    tests: [{ test: 'score', p: chiSquareTail(value, df) }],
    shift: Math.sqrt(Math.max(0, alone - df) / active),
    ks: null,
    psiExcess: null,
  };
}

function history(x: number, t_x: number, T: number, unitDays: number): History {
  return { x, t_x: t_x / unitDays, T: T / unitDays };
}

/** Rows are directions in the logarithms of the parameters. */
function directions(names: readonly string[]): number[][] {
  const along = (move: Readonly<Record<string, number>>) => names.map((name) => move[name] ?? 0);
  const rate = along({ alpha: -1 });
  if (names.includes('a')) return [rate, along({ a: 0.5, b: -0.5 })];
  return names.includes('s') ? [rate, along({ s: 0.5, beta: -0.5 })] : [rate];
}

/** J + J C J: the window's own noise, and the fit's. */
function withParameterErrors(
  J: Float64Array,
  names: readonly string[],
  fit: Fit['logCovariance'],
): Float64Array {
  const k = names.length;
  const C = new Float64Array(k * k);
  for (const [a, one] of names.entries())
    for (const [b, other] of names.entries()) {
      const i = fit?.names.indexOf(one) ?? -1;
      const j = fit?.names.indexOf(other) ?? -1;
      if (i >= 0 && j >= 0) C[a * k + b] = fit!.values[i]![j]!;
    }
  const JCJ = product(product(J, C, k), J, k);
  return J.map((value, i) => value + JCJ[i]!);
}

function product(A: Float64Array, B: Float64Array, k: number): Float64Array {
  const out = new Float64Array(k * k);
  for (let a = 0; a < k; a++)
    for (let b = 0; b < k; b++)
      for (let c = 0; c < k; c++) out[a * k + b] = out[a * k + b]! + A[a * k + c]! * B[c * k + b]!;
  return out;
}

/** u' W^-1 u for u = D s, W = D V D'; one or two directions. */
function quadratic(D: readonly number[][], s: Float64Array, V: Float64Array): number {
  const k = s.length;
  const u = D.map((d) => d.reduce((sum, value, j) => sum + value * s[j]!, 0));
  const w = (a: readonly number[], b: readonly number[]): number => {
    let sum = 0;
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) sum += a[i]! * b[j]! * V[i * k + j]!;
    return sum;
  };
  const [first, second] = D as [number[], number[] | undefined];
  const aa = w(first, first);
  if (second === undefined) return aa > 0 ? u[0]! ** 2 / aa : 0;
  const bb = w(second, second);
  const ab = w(first, second);
  const determinant = aa * bb - ab * ab;
  if (!(determinant > 1e-12 * aa * bb)) return aa > 0 ? u[0]! ** 2 / aa : 0;
  return (bb * u[0]! ** 2 - 2 * ab * u[0]! * u[1]! + aa * u[1]! ** 2) / determinant;
}
