import type { Store } from '../store/store.js';

/** Known customers whose attributes have another history than before. */
export interface AttributeChange {
  readonly customers: number;
  /** Names of the attributes, sorted. */
  readonly attributes: readonly string[];
}

export interface AttributeChanges {
  /** What has been since ever is another value now: records without a start of validity. */
  readonly restated: AttributeChange;
  /** From a day on. */
  readonly dated: AttributeChange;
}

const NONE: AttributeChange = { customers: 0, attributes: [] };

/**
 * Puts aside what the stored history says of the customers whose records a load has touched; false where nothing is
 * stored yet. To be called after the merge and before the relations are brought up to date.
 */
export async function keepHistory(store: Store): Promise<boolean> {
  const [stored] = await store.rows(
    `select 1 from duckdb_tables() where not temporary and table_name = 'customer_attribute_history'`,
  );
  const [touched] = await store.rows('select 1 from touched_records limit 1');
  if (stored === undefined || touched === undefined) return false;
  await store.run(`create or replace temporary table history_before as
    select * from customer_attribute_history where customer_id in (select customer_id from touched_records)`);
  return true;
}

/** What has changed since `keepHistory`. */
export async function attributeChanges(store: Store): Promise<AttributeChanges> {
  const rows = await store.rows(`
    with known as (
      select customer_id, name, bool_or(valid_from is not null) as was_dated from history_before group by all
    ),
    later as (
      select history.customer_id, history.name, history.valid_from, history.value
      from customer_attribute_history as history inner join known using (customer_id, name)
    ),
    earlier as (select customer_id, name, valid_from, value from history_before),
    changed as (
      select distinct on_either_side.* from (
        (select * from later except select * from earlier) union all (select * from earlier except select * from later)
      ) as on_either_side
    ),
    judged as (
      select
        changed.customer_id,
        changed.name,
        bool_or(changed.valid_from is null)
          or (bool_or(known.was_dated) and not bool_or(exists (select 1 from later
            where later.customer_id = changed.customer_id and later.name = changed.name and later.valid_from is not null)))
          as is_restated
      from changed inner join known using (customer_id, name)
      group by changed.customer_id, changed.name
    )
    select is_restated, count(distinct customer_id) as customers,
      cast(to_json(list(distinct name order by name)) as varchar) as names
    from judged group by is_restated`);
  await store.run('drop table history_before');
  const change = (restated: boolean): AttributeChange => {
    const row = rows.find(({ is_restated }) => is_restated === restated);
    return row === undefined
      ? NONE
      : { customers: Number(row.customers), attributes: JSON.parse(String(row.names)) as string[] };
  };
  return { restated: change(true), dated: change(false) };
}
