import type { Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { columns, SMALL_CELL } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { ProductPart, ProductScope } from './scope.js';

const NORMAL_975 = 1.959963984540054;

/** Who buys one category and also another, and how much more often than by chance. */
export async function coBuying({ mart, totals, words, shortLabels }: ProductScope): Promise<ProductPart> {
  await mart.build(['product_co_buying', 'product_sets']);
  const found = await mart.rows(`select * from {{ ref('product_co_buying') }}`);
  const [sets] = await mart.rows(
    `select coalesce(sum(customers), 0) as customers from {{ ref('product_sets') }}`,
  );
  const counts = new Map(found.map((row) => [`${row.item}/${row.other}`, Number(row.customers)]));
  const both = (a: number, b: number) => counts.get(`${a}/${b}`) ?? 0;
  const numbers = [...shortLabels.keys()];
  const n = totals.buyers.customers;
  return {
    tables: [
      {
        id: 'co_buying',
        title: `Customers who bought both ${words.many}`,
        section: 'Bought together',
        description: `Lift: how many times as many customers bought both in the period as if the two were bought independently. Frequent buyers raise all lifts and customers of a single order lower them: compare the lifts with each other. The ten ${words.many} of most spend; the diagonal holds the buyers.`,
        terminalRows: 20,
        columns: [
          { id: 'category', title: words.one, type: 'text' },
          { id: 'other', title: 'and', type: 'text' },
          columns.customers,
          { id: 'share_buyers', title: '% of its buyers', type: 'share', digits: 1 },
          { id: 'lift', title: 'lift', type: 'number', digits: 2 },
          { id: 'low', title: 'lift from', type: 'number', digits: 2, wide: true },
          { id: 'high', title: 'to (95 %)', type: 'number', digits: 2, wide: true },
          columns.smallCell,
        ],
        rows: numbers.flatMap((a) =>
          numbers.map((b): Row => {
            const lifted = a === b ? null : lift(both(a, b), both(a, a), both(b, b), n);
            return {
              category: shortLabels.get(a)!,
              other: shortLabels.get(b)!,
              customers: both(a, b),
              share_buyers: ratio(both(a, b), both(a, a)),
              lift: lifted?.lift ?? null,
              low: lifted?.low ?? null,
              high: lifted?.high ?? null,
              small_cell: both(a, b) < SMALL_CELL,
            };
          }),
        ),
      },
    ],
    identities: [
      exactIdentity(
        'co_buying_sets',
        `sets of ${words.many} hold every customer once`,
        Number(sets!.customers),
        n,
      ),
      exactIdentity(
        'co_buying_symmetric',
        'customers of both above the diagonal = below it',
        pairs(numbers).reduce((total, [a, b]) => total + both(a, b), 0),
        pairs(numbers).reduce((total, [a, b]) => total + both(b, a), 0),
      ),
    ],
  };
}

/**
 * Lift p₁₂ / (p₁ p₂) with a 95 % interval on the log scale. By the delta method on multinomial shares the variance
 * of ln lift is (1/p₁₂ − 1/p₁ − 1/p₂ + 2 p₁₂/(p₁ p₂) − 1) / n. Null without buyers of either.
 */
export function lift(
  both: number,
  first: number,
  second: number,
  n: number,
): { lift: number; low: number | null; high: number | null } | null {
  if (first === 0 || second === 0) return null;
  const value = (both * n) / (first * second);
  if (both === 0) return { lift: 0, low: null, high: null };
  const variance = (n / both - n / first - n / second + 2 * value - 1) / n;
  const spread = Math.exp(NORMAL_975 * Math.sqrt(Math.max(0, variance)));
  return { lift: value, low: value / spread, high: value * spread };
}

function pairs(numbers: readonly number[]): [number, number][] {
  return numbers.flatMap((a, i) => numbers.slice(i + 1).map((b): [number, number] => [a, b]));
}
