import type { Store } from '../store/store.js';

/** How a customer's own returns are believed. */
export interface ReturnShares {
  /** Money given back as a share of gross spend, over all customers. */
  readonly share: number;
  /** Purchases whose returns count as much as the base's share; Infinity = customers don't differ. */
  readonly strength: number;
  /** Returns an order, over all customers. */
  readonly rate: number;
}

/**
 * Reads how return shares differ between customers from the table `histories`. With X customer i's share and n the purchases behind
 * it, Var X = t + s/n: t between customers, s from purchase to purchase. Both follow from two sums of squares about
 * m = sum n X/N (N = sum n, S = sum n^2, H = sum 1/n over c customers),
 *
 *   sum n (X - m)^2 = t (N - S/N) + s (c - 1),   sum (X - m)^2 = t (c - 2 + c S/N^2) + s (H - c/N)
 *
 * in expectation. Where the two can't be told apart (all have as many purchases, or fewer than 30 customers gave something back) s is
 * taken at its bound R (1 - R), purchases that are kept or given back whole, and t is what the first sum, about the base's share R, has
 * beyond it. The strength is s/t, one purchase at least.
 */
export async function readReturnShares(store: Store): Promise<ReturnShares> {
  // Most customers gave nothing back, and few numbers of purchases occur; the shares of the others are all different.
  const sums = await store.one(`with shares as (
      select
        x + 1 as n,
        cast(0 as double) as share,
        count(*) as c,
        sum(cast(returned as decimal(38, 4))) as returned,
        sum(cast(spend_to_date as decimal(38, 4))) as spend_to_date,
        sum(times_returned) as times_returned
      from histories where spend_to_date > 0 and coalesce(returned, 0) <= 0
      group by x
      union all
      select
        x + 1,
        least(1, returned / spend_to_date),
        1,
        cast(returned as decimal(38, 4)),
        cast(spend_to_date as decimal(38, 4)),
        times_returned
      from histories where spend_to_date > 0 and returned > 0
    ),
    base as (
      select
        least(1, greatest(0, cast(sum(returned) as double) / cast(sum(spend_to_date) as double))) as share,
        ${exactSum('n * share')} / sum(n * c) as middle
      from shares
    )
    select
      coalesce(sum(c), 0) as c,
      coalesce(sum(n * c), 0) as purchases,
      cast(coalesce(sum(cast(n as hugeint) * n * c), 0) as double) as squares,
      coalesce(${exactSum('1.0 / n')}, 0) as inverse,
      coalesce(min(base.share), 0) as share,
      coalesce(min(base.middle), 0) as middle,
      coalesce(${exactSum('n * (shares.share - base.middle) * (shares.share - base.middle)')}, 0) as weighted,
      coalesce(${exactSum('(shares.share - base.middle) * (shares.share - base.middle)')}, 0) as plain,
      coalesce(sum(times_returned), 0) as times,
      coalesce(sum(c) filter (where shares.share > 0), 0) as returners
    from shares cross join base`);
  const { c, purchases, squares, inverse, share, middle, weighted, plain, times, returners } =
    Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, Number(value)])) as Record<
      | 'c'
      | 'purchases'
      | 'squares'
      | 'inverse'
      | 'share'
      | 'middle'
      | 'weighted'
      | 'plain'
      | 'times'
      | 'returners',
      number
    >;
  const spread = { c, N: purchases, S: squares, H: inverse, share, middle, weighted, plain, returners };
  return {
    share,
    strength: strengthOf(spread),
    rate: purchases > 0 ? times / purchases : 0,
  };
}

interface Spread {
  readonly c: number;
  readonly N: number;
  readonly S: number;
  readonly H: number;
  /** Share of the money, and mean share of the purchases. */
  readonly share: number;
  readonly middle: number;
  readonly weighted: number;
  readonly plain: number;
  /** Customers who gave something back. */
  readonly returners: number;
}

/** Below this share of its largest value the determinant says that all have about as many purchases. */
const ALIKE = 1e-3;
const LEAST_RETURNERS = 30;

/** Variances below this are differences of rounding. */
const NOTHING = 1e-12;

function strengthOf(spread: Spread): number {
  const { c, N, S, H, weighted, plain, returners } = spread;
  const [a, b, d, e] = [N - S / N, c - 1, c - 2 + (c * S) / (N * N), H - c / N];
  const determinant = a * e - b * d;
  if (!(c > 2 && a > 0)) return Number.POSITIVE_INFINITY;
  if (returners < LEAST_RETURNERS || !(determinant > ALIKE * a * e)) return strengthAtBound(spread);
  const { middle } = spread;
  const solved = (a * plain - d * weighted) / determinant;
  const within = Math.max(0, Math.min(middle * (1 - middle), solved));
  return ratioOf(within, (weighted - b * within) / a);
}

function strengthAtBound({ c, N, S, weighted, middle, share }: Spread): number {
  const within = (share * (1 - share) * c) / (c - 1);
  const aboutShare = weighted + N * (middle - share) ** 2;
  return ratioOf(within, (aboutShare - (c - 1) * within) / (N - S / N));
}

function ratioOf(within: number, between: number): number {
  return between > NOTHING ? Math.max(1, within / between) : Number.POSITIVE_INFINITY;
}

/** A sum over the customers `c` of each row that does not depend on the order of the rows, as sums of doubles do. */
function exactSum(what: string): string {
  return `cast(sum(c * cast(${what} as decimal(38, 12))) as double)`;
}

/**
 * SQL over `histories`: a customer's share of money given back, and returns an order: their own and the base's, weighed by
 * purchases and strength. Without `isOwn` the base's for everyone.
 */
export function returnTexts(
  shares: ReturnShares,
  isOwn: boolean,
): { readonly share: string; readonly rate: string } {
  const { share, strength, rate } = shares;
  const double = (value: number) => `cast(${value} as double)`;
  if (isShared(shares, isOwn)) return { share: double(share), rate: double(rate) };
  const weighed = (own: string, base: number) =>
    `((${own}) + ${double(strength * base)}) / (histories.x + 1 + ${double(strength)})`;
  const ownShare =
    'case when histories.spend_to_date > 0 then least(1, greatest(0, histories.returned / histories.spend_to_date)) * (histories.x + 1) else 0 end';
  return { share: weighed(ownShare, share), rate: weighed('histories.times_returned', rate) };
}

/** Whether everyone has the base's share. */
export function isShared({ strength }: ReturnShares, isOwn: boolean): boolean {
  return !isOwn || !Number.isFinite(strength);
}
