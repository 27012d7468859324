import { noSuchConsent } from '../common/messages/mart.js';
import type { Mart } from './build.js';
import type { Relation } from './relation.js';

/**
 * A condition that leaves out the rows of customers who may not be shown, for row-level output of a relation;
 * aggregates keep them. Empty for relations without customers.
 */
export async function visibleOnly(mart: Mart, relation: Relation): Promise<string> {
  if (!relation.columns.some(({ name }) => name === 'customer_id')) return '';
  return ` where ${await shownCondition(mart, `${mart.table(relation.name)}.customer_id`)}`;
}

/**
 * SQL that holds for customers who may be shown: no record hides them, and they gave the consent that is asked for, if
 * one is. Throws (exit 2) when nobody was ever asked for that consent.
 */
export async function shownCondition(mart: Mart, customer: string): Promise<string> {
  await mart.build(['hidden_customers']);
  const [asked] = await mart.rows(`select consent, (
      select string_agg(distinct name, ', ' order by name) from {{ ref('customer_profile_attributes') }} where kind = 'consent'
    ) as names
    from (select {{ var('consent') }} as consent)
    where consent is not null and consent not in (
      select name from {{ ref('customer_profile_attributes') }} where kind = 'consent'
    )`);
  if (asked !== undefined)
    throw noSuchConsent(String(asked.consent), asked.names === null ? null : String(asked.names));
  return `not exists (select 1 from ${mart.table('hidden_customers')} as hidden where hidden.customer_id = ${customer})`;
}
