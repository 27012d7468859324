import type { Mart } from '../../mart/build.js';

export type Range = readonly [low: number | null, high: number | null];

/** A named segment; a customer belongs to the first whose ranges all hold. Ranges are inclusive, null = open. */
export interface RfmSegment {
  readonly name: string;
  readonly recency: Range;
  readonly frequency: Range;
  readonly monetary: Range;
  readonly orders: Range;
  readonly recencyDays: Range;
}

const ANY: Range = [null, null];

function segment(name: string, part: Partial<Omit<RfmSegment, 'name'>>): RfmSegment {
  return { name, recency: ANY, frequency: ANY, monetary: ANY, orders: ANY, recencyDays: ANY, ...part };
}

/**
 * The published table. Scores say where a customer stands in this base, raw counts what the customer did:
 * in a base where most ordered once, a single order has a middling score, so the counts decide first.
 * The names speak of what was seen; nobody is called lost because of a silence.
 */
export const publishedSegments: readonly RfmSegment[] = [
  segment('champions', { recency: [4, 5], monetary: [4, 5], orders: [3, null] }),
  segment('loyal', { recency: [3, 5], orders: [3, null] }),
  segment('second order, recent', { recency: [4, 5], orders: [2, 2] }),
  segment('one order, recent', { recency: [4, 5], orders: [1, 1] }),
  segment('second order, a while ago', { recency: [3, 3], orders: [2, 2] }),
  segment('one order, a while ago', { recency: [3, 3], orders: [1, 1] }),
  segment('high value, long silent', { recency: [1, 2], monetary: [5, 5], orders: [2, null] }),
  segment('repeat, long silent', { recency: [1, 2], orders: [2, null] }),
  segment('one order, long silent', { recency: [1, 2], orders: [1, 1] }),
];

/** Puts the rules into the store for the relations to read. */
export async function storeRules(mart: Mart, rules: readonly RfmSegment[]): Promise<void> {
  const { store } = mart;
  await store.run(`create or replace temporary table rfm_rules (rule_number integer, segment varchar,
    r_low integer, r_high integer, f_low integer, f_high integer, m_low integer, m_high integer,
    orders_low integer, orders_high integer, days_low integer, days_high integer)`);
  if (rules.length === 0) return;
  const bindings: Record<string, string | number> = {};
  const rows = rules.map((rule, i) => {
    const ranges = [rule.recency, rule.frequency, rule.monetary, rule.orders, rule.recencyDays];
    const values = ranges.flatMap(([low, high]) => [low ?? 0, high ?? 2_147_483_647]);
    const names = [i + 1, rule.name, ...values].map((value, k) => {
      const name = `rule_${i}_${k}`;
      bindings[name] = value;
      return `$${name}`;
    });
    return `(${names.join(', ')})`;
  });
  await store.run(`insert into rfm_rules values ${rows.join(', ')}`, bindings);
}
