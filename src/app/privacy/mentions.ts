import type { Store } from '../../store/store.js';

/** Tables with attributes, as they stand in the warehouse or come in. */
export interface AttributeTables {
  readonly lines: string;
  readonly records: string;
}

/** Such an id may also be a size or a year: where it is an attribute, nobody knows. */
const NUMBER = '\\d{1,15}([.,]\\d+)?';

/**
 * Empties attributes of other customers that are the id of a forgotten one: who brought whom, who bought for whom.
 * Returns how many rows had one.
 * @param isForgotten SQL over `value`
 */
export async function emptyMentions(
  store: Store,
  { lines, records }: AttributeTables,
  isForgotten: string,
  bindings: Readonly<Record<string, string>> = {},
): Promise<number> {
  const isMention = `not regexp_full_match(value, '${NUMBER}') and ${isForgotten}`;
  const inLines = (await hasAttributes(store, lines))
    ? await emptyInLines(store, lines, isMention, bindings)
    : 0;
  const { Count: inRecords } = await store.one(
    `delete from ${records} where kind = 'attribute' and ${isMention}`,
    bindings,
  );
  return inLines + Number(inRecords);
}

/** Lines of files that have no attributes, and of none, come in without the column. */
async function hasAttributes(store: Store, lines: string): Promise<boolean> {
  const { n } = await store.one(
    `select count(*) as n from (describe select * from ${lines}) where column_name = 'attributes'`,
  );
  return Number(n) > 0;
}

async function emptyInLines(
  store: Store,
  lines: string,
  isMention: string,
  bindings: Readonly<Record<string, string>>,
): Promise<number> {
  await store.run(
    `create or replace temporary table mentions as
      select text, cast(json_merge_patch(cast(text as json), json_group_object(name, cast(null as varchar))) as varchar) as kept
      from (
        select text, name, attribute_of(text, name) as value
        from (
          select text, unnest(json_keys(text)) as name
          from (select distinct attributes as text from ${lines} where attributes is not null)
        )
      )
      where ${isMention}
      group by text`,
    bindings,
  );
  const { Count } = await store.one(
    `update ${lines} as lines set attributes = nullif(mentions.kept, '{}') from mentions where mentions.text = lines.attributes`,
  );
  await store.run('drop table mentions');
  return Number(Count);
}
