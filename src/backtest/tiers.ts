import type { SplitRows } from './split-rows.js';
import { type Ranking, rankingOf, shareInTop } from './weighted.js';

/** Tiers of scores, the best first: shares of the customers. */
const TIERS = [
  { tier: 'A', upTo: 0.1 },
  { tier: 'B', upTo: 0.3 },
  { tier: 'C', upTo: 0.6 },
  { tier: 'D', upTo: 1 },
] as const;

/** A tier by the scores at the origin: what it was to bring, and what it brought. */
export interface TierShare {
  readonly tier: string;
  readonly shareCustomers: number;
  /** Of the spend before the origin, of the scores, and of the spend that came; null where there is none. */
  readonly shareBefore: number | null;
  readonly shareExpected: number | null;
  readonly shareAfter: number | null;
  /** Customers of the tier who would be in it by what they spent afterwards. */
  readonly stayed: number | null;
}

export function tierShares(rows: SplitRows, SCORES: Float64Array): TierShare[] {
  const { SPEND_AFTER, FIRST_SPEND, REPEAT_SPEND, N, customers } = rows;
  const before = FIRST_SPEND.map((first, i) => first + REPEAT_SPEND[i]!);
  const then = rankingOf(SCORES, N);
  const now = rankingOf(SPEND_AFTER, N);
  const everyone = new Float64Array(then.N.length).fill(1);
  const whole = sumsIn(everyone, everyone);
  let from = 0;
  return TIERS.map(({ tier, upTo }) => {
    const own = sumsIn(
      between(then, from * customers, upTo * customers),
      between(now, from * customers, upTo * customers),
    );
    from = upTo;
    const share = (of: 'before' | 'expected' | 'after') => (whole[of] > 0 ? own[of] / whole[of] : null);
    return {
      tier,
      shareCustomers: own.customers / customers,
      shareBefore: share('before'),
      shareExpected: share('expected'),
      shareAfter: share('after'),
      stayed: own.customers > 0 ? own.stayed / own.customers : null,
    };
  });

  /** Sums over the customers of a tier, `inThen` and `inNow` the shares of the ties that are in it. */
  function sumsIn(inThen: Float64Array, inNow: Float64Array) {
    const sums = { customers: 0, before: 0, expected: 0, after: 0, stayed: 0 };
    for (let i = 0; i < N.length; i++) {
      const n = N[i]! * inThen[then.tieOf[i]!]!;
      if (n === 0) continue;
      sums.customers += n;
      sums.before += n * before[i]!;
      sums.expected += n * SCORES[i]!;
      sums.after += n * SPEND_AFTER[i]!;
      sums.stayed += n * (inNow[now.tieOf[i]!] ?? 0);
    }
    return sums;
  }
}

/** Share of each tie's customers between two places of the ranking. */
function between(ranking: Ranking, from: number, to: number): Float64Array {
  const above = shareInTop(ranking, from);
  return shareInTop(ranking, to).map((share, k) => share - above[k]!);
}
