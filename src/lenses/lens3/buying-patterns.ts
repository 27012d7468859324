import { patternsCut } from '../../common/messages/lens3.js';
import type { Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { columns, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { Lens3Part, Lens3Scope } from './scope.js';

/** As many periods as a number can hold as bits, exactly. */
const MOST_PERIODS = 52;

interface PatternCount {
  /** Y = ordered in the period, N = did not; one letter per complete period. */
  readonly pattern: string;
  /** Different days with orders in these periods; 2 = several. */
  readonly purchaseDays: number;
  readonly customers: number;
}

/** In which periods members ordered, and which kind of buyer that makes them. */
export async function buyingPatterns({ mart, life }: Lens3Scope): Promise<Lens3Part> {
  const complete = life.ages.filter(({ period }) => period.complete);
  const periods = Math.min(MOST_PERIODS, complete.length);
  await mart.build(['lens3_patterns']);
  const found = await mart.rows(`select * from {{ ref('lens3_patterns') }}`);
  const counts = found.map(
    (row): PatternCount => ({
      pattern: letters(Number(row.pattern_code), periods),
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
  const span =
    periods === 0 ? 'no complete period' : `${complete[0]!.label} to ${complete[periods - 1]!.label}`;
  return {
    tables: [
      {
        id: 'pattern_kinds',
        title: `Kinds of buyers, ${span}`,
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
        description: 'One letter per complete period: Y = ordered, N = did not.',
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
    notes: complete.length > MOST_PERIODS ? [patternsCut(MOST_PERIODS)] : [],
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

/** Which kind of buyer a pattern makes; every member is of one kind. */
export function kindOf({ pattern, purchaseDays }: Pick<PatternCount, 'pattern' | 'purchaseDays'>): string {
  const active = pattern.replaceAll('N', '').length;
  if (active === 0) return 'no purchase';
  if (purchaseDays === 1) return 'one purchase';
  if (active === 1) return 'several, in one period only';
  if (/YN+Y/.test(pattern)) return 'intermittent';
  return pattern.endsWith('Y') ? 'every period since the first purchase' : 'periods in a row, then silent';
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
