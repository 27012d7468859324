import { makeFolder } from '../../common/file-access.js';
import { upgrading, workspaceTooNew } from '../../common/messages/workspace.js';
import type { Progress } from '../../common/progress.js';
import { createSourceTables } from '../../mart/create-sources.js';
import { martRelations } from '../../mart/relations.js';
import { backUp } from '../../store/backup.js';
import type { Store } from '../../store/store.js';
import { raiseMarker, WORKSPACE_SCHEMA, type Workspace } from '../../store/workspace.js';
import { createLedger } from '../ledger.js';
import { UPGRADES } from './steps.js';

/** The warehouse has tables of an earlier version: it must be upgraded before it is read. Throws when they are of a later one. */
export async function isOutdated(store: Store, workspace: Workspace): Promise<boolean> {
  const schema = await schemaOf(store);
  if (schema === null) return false;
  if (schema > WORKSPACE_SCHEMA) throw workspaceTooNew(workspace.path, schema, WORKSPACE_SCHEMA);
  return schema < WORKSPACE_SCHEMA;
}

/**
 * Brings the tables of a warehouse that is open for writing to this version: new ones are created; older ones are
 * backed up, then changed in one transaction. An older program refuses the workspace from before that on.
 */
export async function prepareWarehouse(
  store: Store,
  workspace: Workspace,
  progress: Progress,
): Promise<void> {
  const schema = await schemaOf(store);
  if (schema !== null && !(await isOutdated(store, workspace))) return;
  if (schema !== null) {
    progress.stage(upgrading(schema, WORKSPACE_SCHEMA));
    await makeFolder(workspace.backups);
    await backUp(store, workspace, `warehouse-schema-${schema}.duckdb`);
    await raiseMarker(workspace);
  }
  await store.transaction(async () => {
    await createLedger(store);
    await createSourceTables(store, martRelations);
    for (const { to, run } of UPGRADES) if (to > (schema ?? 1)) await run(store);
    await store.run(`insert or replace into warehouse_facts values ('schema', $schema)`, {
      schema: String(WORKSPACE_SCHEMA),
    });
  });
}

/** Null in a warehouse without tables of ours. The first version did not say which it is. */
async function schemaOf(store: Store): Promise<number | null> {
  const { tables } = await store.one(
    `select count(*) as tables from duckdb_tables() where not temporary and database_name = current_database()
      and table_name = 'warehouse_facts'`,
  );
  if (Number(tables) === 0) return null;
  const [row] = await store.rows(`select value from warehouse_facts where key = 'schema'`);
  return row === undefined ? 1 : Number(row.value);
}
