import type { Mart } from './build.js';
import type { Relation } from './relation.js';

/**
 * A condition that leaves out the rows of customers who may not be shown, for row-level output of a relation;
 * aggregates keep them. Empty for relations without customers.
 */
export async function visibleOnly(mart: Mart, relation: Relation): Promise<string> {
  if (!relation.columns.some(({ name }) => name === 'customer_id')) return '';
  await mart.build(['customer_profiles']);
  return ` where not exists (select 1 from ${mart.table('customer_profiles')} as hidden
    where hidden.customer_id = ${mart.table(relation.name)}.customer_id and not hidden.is_visible)`;
}
