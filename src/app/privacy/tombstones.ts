import { join } from 'node:path';
import { readTextFile } from '../../common/file-access.js';
import { writeFileAtomic } from '../../common/files.js';
import { keyOfOtherWorkspace, noTombstoneKey } from '../../common/messages/privacy.js';
import { keyedHash, keyedHashSql, pads } from '../../privacy/keyed-hash.js';
import { literal } from '../../store/sql.js';
import type { Store } from '../../store/store.js';
import type { Workspace } from '../../store/workspace.js';
import type { Settings } from '../settings.js';
import { copyTombstoneKey, tombstoneKey } from './key-file.js';
import { judgeRefused, placesOfIds } from './refused-rows.js';

const LIST = /^[0-9a-f]{64}$/;

/** Hashes of forgotten ids, by the workspace's own key. */
export async function tombstones(store: Store): Promise<ReadonlySet<string>> {
  const rows = await store.rows('select hash from tombstones order by hash');
  return new Set(rows.map(({ hash }) => String(hash)));
}

/** Remembers more of them; their list beside the warehouse is there before they are, and outlives it. */
export async function addTombstones(
  store: Store,
  workspace: Workspace,
  hashes: readonly string[],
): Promise<void> {
  for (const hash of hashes) await store.run('insert or ignore into tombstones values ($hash)', { hash });
  await writeTombstoneList(store, workspace);
}

/** Writes the list that a copy of the workspace from before is held against: such a warehouse may have come to lie beside it. */
export async function writeTombstoneList(store: Store, { path, tombstoneList }: Workspace): Promise<void> {
  const listed = (await readTombstoneList(path)) ?? [];
  const all = [...new Set([...listed, ...(await tombstones(store))])].sort();
  await writeFileAtomic(tombstoneList, all.map((hash) => `${hash}\n`).join(''), 0o600);
}

/** The list in a folder; null when there is none. */
export async function readTombstoneList(folder: string): Promise<readonly string[] | null> {
  const text = await readTextFile(join(folder, 'tombstones.txt'));
  return text === null ? null : text.split('\n').filter((line) => LIST.test(line));
}

/** Sees to it that hashes of that folder are hashes of this workspace: both have one key. */
export async function shareTombstoneKey(folder: string, workspace: Workspace): Promise<void> {
  const theirs = join(folder, 'tombstone.key');
  const text = await readTextFile(theirs);
  if (text === null) throw noTombstoneKey(folder);
  const ours = await readTextFile(workspace.tombstoneKey);
  if (ours === null) await copyTombstoneKey(text, workspace);
  else if (ours.trim() !== text.trim()) throw keyOfOtherWorkspace(folder, workspace.path);
}

/** Ids in the workspace, of customers or as attributes of others, that these hashes are of. */
export async function idsOfHashes(
  store: Store,
  workspace: Workspace,
  hashes: readonly string[],
  { ingest }: Settings,
): Promise<string[]> {
  const key = await tombstoneKey(workspace);
  await store.run('create or replace temporary table hashes (hash varchar)');
  for (let from = 0; from < hashes.length; from += 1000) {
    const values = hashes.slice(from, from + 1000).map((hash) => `(${literal(hash)})`);
    await store.run(`insert into hashes values ${values.join(', ')}`);
  }
  const rows = await store.rows(
    `with ids as (
      select customer_id as id from order_lines
      union select customer_id from customer_records
      union select customer_id from deleted_orders where customer_id is not null
      union select value from customer_record_attributes where kind = 'attribute' and value is not null
      union select attribute_of(text, name) as id
      from (
        select text, unnest(json_keys(text)) as name
        from (select distinct attributes as text from order_lines where attributes is not null)
      )
    )
    select id from ids where id is not null and ${keyedHashSql('id')} in (select hash from hashes)`,
    pads(key),
  );
  await store.run('drop table hashes');
  const known = new Set(hashes);
  const found = new Set(rows.map(({ id }) => String(id)));
  await judgeRefused(store, 'quarantine', ingest.columns, (row) => {
    for (const cell of placesOfIds(row).map((k) => row.cells[k]!.trim()))
      if (known.has(keyedHash(key, cell))) found.add(cell);
    return 'keep';
  });
  return [...found].sort();
}
