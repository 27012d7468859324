import type { SplitRows } from './split-rows.js';
import { shareInTop, tiesOf } from './weighted.js';

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
  const then = tiesOf(SCORES, SPEND_AFTER, N);
  const now = tiesOf(SPEND_AFTER, SPEND_AFTER, N);
  const sum = (value: (i: number) => number): number => N.reduce((s, n, i) => s + n * value(i), 0);
  const whole = [before, SCORES, SPEND_AFTER].map((column) => sum((i) => column[i]!));
  let from = 0;
  return TIERS.map(({ tier, upTo }) => {
    const inThen = between(then, from * customers, upTo * customers);
    const inNow = between(now, from * customers, upTo * customers);
    from = upTo;
    const shares = [before, SCORES, SPEND_AFTER].map((column, k) =>
      whole[k]! > 0 ? sum((i) => inThen[then.tieOf[i]!]! * column[i]!) / whole[k]! : null,
    );
    const size = sum((i) => inThen[then.tieOf[i]!]!);
    const both = sum((i) => inThen[then.tieOf[i]!]! * inNow[now.tieOf[i]!]!);
    return {
      tier,
      shareCustomers: size / customers,
      shareBefore: shares[0]!,
      shareExpected: shares[1]!,
      shareAfter: shares[2]!,
      stayed: size > 0 ? both / size : null,
    };
  });
}

/** Share of each tie's customers between two places of the ranking. */
function between(ties: Parameters<typeof shareInTop>[0], from: number, to: number): Float64Array {
  const above = shareInTop(ties, from);
  return shareInTop(ties, to).map((share, k) => share - above[k]!);
}
