import type { Mart } from '../../mart/build.js';
import type { Labels } from './scope.js';

/** All that have no name of their own in the report. */
export const OTHER = '(other)';

/** Names by their number, by spend in the period; the rest (0) comes last and only where there is one. */
export async function readLabels(mart: Mart): Promise<{ labels: Labels; shortLabels: Labels }> {
  await mart.build(['product_items']);
  const rows = await mart.rows(
    `select item, label_number, short_number from {{ ref('product_items') }}
    where label_number > 0 or spend_rank = (select max(spend_rank) from {{ ref('product_items') }})
    order by spend_rank`,
  );
  const named = (column: 'label_number' | 'short_number') => {
    const kept = rows.filter((row) => Number(row[column]) > 0);
    const names = kept.map((row): [number, string] => [Number(row[column]), String(row.item)]);
    return new Map(kept.length === rows.length ? names : [...names, [0, OTHER]]);
  };
  return { labels: named('label_number'), shortLabels: named('short_number') };
}
