import { patternsCut } from '../../common/messages/lens3.js';
import type { Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { columns, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { Lens3Part, Lens3Scope } from './scope.js';

/** As many periods as a number can hold as bits, exactly. */
const MOST_PERIODS = 52;

interface PatternCount {
  /** Y = ordered in the period, N = did not; one letter for that of acquisition and each later one that is over. */
  readonly pattern: string;
  /** Ordered in the period under way, which has no letter: who has not may yet. */
  readonly isActiveNow: boolean;
  /** Different days with orders in all of them; 2 = several. */
  readonly purchaseDays: number;
  readonly customers: number;
}

/** In which periods members ordered, and which kind of buyer that makes them. */
export async function buyingPatterns({ mart, life }: Lens3Scope): Promise<Lens3Part> {
  const ages = life.ages.slice(0, MOST_PERIODS);
  const isUnderWay = ages.length > 1 && !ages.at(-1)!.period.complete;
  const lettered = isUnderWay ? ages.slice(0, -1) : ages;
  await mart.build(['lens3_patterns']);
  const found = await mart.rows(`select * from {{ ref('lens3_patterns') }}`);
  const counts = found.map(
    (row): PatternCount => ({
      pattern: letters(Number(row.pattern_code), lettered.length),
      isActiveNow: isUnderWay && letters(Number(row.pattern_code), ages.length).endsWith('Y'),
      purchaseDays: Number(row.purchase_days),
      customers: Number(row.customers),
    }),
  );
  const size = life.total.customers;
  const patterns = [...grouped(counts, ({ pattern }) => pattern)].sort(
    ([a, n], [b, m]) => m - n || (a > b ? -1 : 1),
  );
  const kinds = grouped(counts, kindOf);
  const toRow =
    (key: string) =>
    ([name, customers]: readonly [string, number]): Row => ({
      [key]: name,
      customers,
      share: ratio(customers, size),
    });
  const [from, to] = [lettered[0]!.label, lettered.at(-1)!.label];
  const span = from === to ? from : `${from} to ${to}`;
  return {
    tables: [
      {
        id: 'pattern_kinds',
        title: `Kinds of buyers, ${span}${isUnderWay ? ' and since' : ''}`,
        section: 'Who comes back',
        description:
          'Each member is in one line. A purchase is a day with an order; intermittent: silent for a period or more, then back.',
        columns: [
          { id: 'kind', title: 'kind', type: 'text' },
          columns.customers,
          withBar({ id: 'share', title: '% of members', type: 'share', digits: 1 }),
        ],
        rows: KINDS.map((kind) => toRow('kind')([kind, kinds.get(kind) ?? 0])),
      },
      {
        id: 'patterns',
        title: `Buying patterns, ${span}`,
        section: 'Who comes back',
        description: 'One letter per period, but for the one under way: Y = ordered, N = did not.',
        columns: [
          { id: 'pattern', title: 'pattern', type: 'text' },
          columns.customers,
          withBar({ id: 'share', title: '% of members', type: 'share', digits: 1 }),
        ],
        rows: patterns.map(toRow('pattern')),
        terminalRows: 16,
      },
    ],
    identities: [
      exactIdentity(
        'patterns_customers',
        'members of the patterns = members',
        patterns.reduce((total, [, customers]) => total + customers, 0),
        size,
      ),
      exactIdentity(
        'pattern_kinds_customers',
        'members of the kinds = members',
        KINDS.reduce((total, kind) => total + (kinds.get(kind) ?? 0), 0),
        size,
      ),
    ],
    notes: life.ages.length > MOST_PERIODS ? [patternsCut(MOST_PERIODS)] : [],
  };
}

export const KINDS = [
  'no purchase',
  'one purchase',
  'several, in one period only',
  'every period since the first purchase',
  'periods in a row, then silent',
  'intermittent',
] as const;

/** Which kind of buyer a pattern makes; every member is of one kind. A period under way tells of whom it has seen. */
export function kindOf({
  pattern,
  isActiveNow,
  purchaseDays,
}: Pick<PatternCount, 'pattern' | 'isActiveNow' | 'purchaseDays'>): string {
  const seen = isActiveNow ? `${pattern}Y` : pattern;
  const active = seen.replaceAll('N', '').length;
  if (active === 0) return 'no purchase';
  if (purchaseDays === 1) return 'one purchase';
  if (active === 1) return 'several, in one period only';
  if (/YN+Y/.test(seen)) return 'intermittent';
  return seen.endsWith('Y') ? 'every period since the first purchase' : 'periods in a row, then silent';
}

function letters(code: number, periods: number): string {
  return Array.from({ length: periods }, (_, n) => (Math.floor(code / 2 ** n) % 2 === 1 ? 'Y' : 'N')).join(
    '',
  );
}

function grouped(
  counts: readonly PatternCount[],
  keyOf: (count: PatternCount) => string,
): Map<string, number> {
  const totals = new Map<string, number>();
  for (const count of counts) {
    const key = keyOf(count);
    totals.set(key, (totals.get(key) ?? 0) + count.customers);
  }
  return totals;
}
