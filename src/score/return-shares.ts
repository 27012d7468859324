import type { Store } from '../store/store.js';

/** How a customer's own returns are believed. */
export interface ReturnShares {
  /** Money given back as a share of gross spend, over all customers. */
  readonly share: number;
  /** Orders whose returns count as much as the base's share; Infinity = customers don't differ. */
  readonly strength: number;
  /** Returns an order, over all customers. */
  readonly rate: number;
}

/**
 * Reads how return shares differ between customers from the table `histories`. With X_i customer i's share, n_i the purchases
 * behind it and R the base's share, an order is kept or given back whole at worst, so the variance within a customer is
 * R(1 - R)/n_i; the variance between customers is the moment estimate
 * (sum n_i (X_i - R)^2 - (c - 1) R(1 - R))/(N - sum n_i^2/N), and the strength is R(1 - R) over it.
 */
export async function readReturnShares(store: Store): Promise<ReturnShares> {
  const { customers, purchases, squares, share, spread, times } = await store.one(`with shares as (
      select x + 1 as n, least(1, greatest(0, returned / spend_to_date)) as share, returned, times_returned, spend_to_date
      from histories where spend_to_date > 0
    ),
    base as (select least(1, greatest(0, ${exactSum('returned')} / ${exactSum('spend_to_date')})) as share from shares)
    select
      count(*) as customers,
      coalesce(sum(n), 0) as purchases,
      cast(coalesce(sum(cast(n as hugeint) * n), 0) as double) as squares,
      coalesce(min(base.share), 0) as share,
      cast(coalesce(sum(cast(n * (shares.share - base.share) * (shares.share - base.share) as decimal(38, 12))), 0) as double) as spread,
      coalesce(sum(times_returned), 0) as times
    from shares cross join base`);
  const R = Number(share);
  const N = Number(purchases);
  const within = R * (1 - R);
  const between =
    N > 0 ? (Number(spread) - (Number(customers) - 1) * within) / Math.max(1e-9, N - Number(squares) / N) : 0;
  return {
    share: R,
    strength: between > 0 && within > 0 ? within / between : Number.POSITIVE_INFINITY,
    rate: N > 0 ? Number(times) / N : 0,
  };
}

/** A sum of money that does not depend on the order of the rows, as sums of doubles do. */
function exactSum(money: string): string {
  return `cast(sum(cast(${money} as decimal(38, 4))) as double)`;
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
