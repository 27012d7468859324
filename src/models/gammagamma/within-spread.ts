import { bracketedRoot } from '../../numeric/root.js';

/** Customers with n >= 2 occasions: sums of powers of Q = CV^2, the squared coefficient of variation of their own n spends. */
export interface WithinRow {
  readonly n: number;
  readonly customers: number;
  /** Sums of Q, Q^2, Q^3, Q^4. */
  readonly powers: readonly [number, number, number, number];
}

/** What customers' own spends say of Gamma-Gamma's one p for all. */
export interface WithinSpread {
  readonly customers: number;
  /** p by the spread within customers, with its standard error. */
  readonly p: number;
  readonly pError: number;
  /** Between-customer dispersion of Q over what one p makes: 1 where one p serves all. With its standard error. */
  readonly dispersion: number;
  readonly dispersionError: number;
}

/** With fewer customers nothing can be told. */
export const LEAST_WITHIN = 100;

/**
 * Under Gamma-Gamma the shares of a customer's spends in their sum are symmetric Dirichlet(p), whatever the customer's mean, so
 * that Q depends on n and p alone: E = (n - 1)/(np + 1), Var = 2 n^2 (n - 1) p (p + 1)/[(np + 1)^2 (np + 2)(np + 3)]. p solves the
 * estimating equation sum of w_n (Q - E_n(p)) = 0 with the weights of quasi-likelihood at `near`; the dispersion is the mean of
 * (Q - E_n)^2/Var_n (overdispersion as in McCullagh & Nelder 1989, section 4.5). Customers with a p of their own, or spends with
 * heavier tails than a gamma's, raise it. Null where too few can tell.
 */
export function withinSpread(rows: readonly WithinRow[], near: number): WithinSpread | null {
  const used = rows.filter(({ n, customers }) => n >= 2 && customers > 0);
  const customers = used.reduce((sum, row) => sum + row.customers, 0);
  if (customers < LEAST_WITHIN) return null;
  const weights = used.map(({ n }) => -slopeOf(n, near) / varianceOf(n, near));
  const excess = (logP: number): number =>
    used.reduce(
      (sum, { n, customers: c, powers }, k) =>
        sum + weights[k]! * (powers[0] - c * meanOf(n, Math.exp(logP))),
      0,
    );
  const [low, high] = [Math.log(1e-4), Math.log(1e7)];
  if (!(excess(low) < 0 && excess(high) > 0)) return null;
  const p = Math.exp(bracketedRoot(excess, low, high, { relative: 1e-10 }));
  let [spread, slope, sum, squares] = [0, 0, 0, 0];
  for (const [k, { n, customers: c, powers }] of used.entries()) {
    const mean = meanOf(n, p);
    const variance = varianceOf(n, p);
    const second = centred(c, powers, mean, 2);
    spread += weights[k]! ** 2 * second;
    slope += weights[k]! * c * slopeOf(n, p);
    sum += second / variance;
    squares += centred(c, powers, mean, 4) / variance ** 2;
  }
  const dispersion = sum / customers;
  return {
    customers,
    p,
    pError: Math.sqrt(spread) / Math.abs(slope),
    dispersion,
    dispersionError: Math.sqrt(Math.max(0, squares / customers - dispersion ** 2) / customers),
  };
}

function meanOf(n: number, p: number): number {
  return (n - 1) / (n * p + 1);
}

/** dE/dp. */
function slopeOf(n: number, p: number): number {
  return (-n * (n - 1)) / (n * p + 1) ** 2;
}

function varianceOf(n: number, p: number): number {
  const a = n * p;
  return ((2 * n * (n - 1)) / (a + 1)) * (a / (a + 1)) * ((p + 1) / (a + 2) / (a + 3));
}

/** Sum of (Q - mean)^k, k = 2 or 4, from the sums of the powers. */
function centred(c: number, [q1, q2, q3, q4]: WithinRow['powers'], mean: number, k: 2 | 4): number {
  return k === 2
    ? q2 - 2 * mean * q1 + c * mean ** 2
    : q4 - 4 * mean * q3 + 6 * mean ** 2 * q2 - 4 * mean ** 3 * q1 + c * mean ** 4;
}
