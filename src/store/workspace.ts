import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailure, readTextFile } from '../common/file-access.js';
import { writeFileAtomic } from '../common/files.js';
import { sweepUnfinished } from '../common/leftovers.js';
import {
  emptyWorkspace,
  notAWorkspace,
  noWorkspace,
  workspaceDamaged,
  workspaceFileFailed,
  workspaceIsFile,
  workspaceTooNew,
} from '../common/messages/workspace.js';

/** Layout of a workspace folder. */
export interface Workspace {
  readonly path: string;
  readonly warehouse: string;
  /** Folder of files whose lines the warehouse is made of when they are first asked for. */
  readonly landed: string;
  readonly models: string;
  readonly runs: string;
  readonly quarantine: string;
  readonly backups: string;
  readonly receipts: string;
  readonly tombstoneKey: string;
  readonly tombstoneList: string;
  readonly lock: string;
}

/** Version of the layout and of the warehouse's tables; a newer one is refused. */
export const WORKSPACE_SCHEMA = 4;

const MARKER = 'workspace.json';
/** What a first run may leave before it has written the marker. */
const OWN_NAMES =
  /^(lock(\..*)?|\.gitignore|models|runs|quarantine|sides|\.(lock|workspace\.json|\.gitignore)\.[\w-]+\.part)$/;

export function workspaceAt(path: string): Workspace {
  return {
    path,
    warehouse: join(path, 'warehouse.duckdb'),
    landed: join(path, 'landed'),
    models: join(path, 'models'),
    runs: join(path, 'runs'),
    quarantine: join(path, 'quarantine'),
    backups: join(path, 'backups'),
    receipts: join(path, 'receipts'),
    tombstoneKey: join(path, 'tombstone.key'),
    tombstoneList: join(path, 'tombstones.txt'),
    lock: join(path, 'lock'),
  };
}

/** The workspace for reading; an error (exit 2) when there is none. */
export async function existingWorkspace(path: string): Promise<Workspace> {
  if (!(await hasMarker(path))) throw noWorkspace(path);
  return workspaceAt(path);
}

/** The workspace for reading its warehouse; an error (exit 2) when nothing was ever loaded. */
export async function loadedWorkspace(path: string): Promise<Workspace> {
  const workspace = await existingWorkspace(path);
  if (!(await isLoaded(workspace))) throw emptyWorkspace(path);
  return workspace;
}

/** Whether there are data: a warehouse, or files that it will be made of. */
export async function isLoaded(workspace: Workspace): Promise<boolean> {
  return (await hasWarehouse(workspace)) || (await hasLanded(workspace));
}

export async function hasWarehouse({ warehouse }: Workspace): Promise<boolean> {
  return (await stat(warehouse).catch(() => null)) !== null;
}

/** Whether files have landed whose lines no warehouse holds yet, or whose folder waits for its removal. */
export async function hasLanded({ landed }: Workspace): Promise<boolean> {
  return (await stat(landed).catch(() => null)) !== null;
}

/**
 * The workspace for writing: makes the folder and its parts where they are missing. A folder with other
 * files is refused, so that a mistyped path fills no one's home.
 */
export async function ensureWorkspace(path: string): Promise<Workspace> {
  const workspace = workspaceAt(path);
  await writing(path, async () => {
    if (!(await hasMarker(path)) && (await holdsOtherFiles(path))) throw notAWorkspace(path);
    for (const folder of [path, workspace.models, workspace.runs, workspace.quarantine]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
  });
  return workspace;
}

/** Marks the folder as a workspace of this schema; call it under the lock. */
export async function markWorkspace(workspace: Workspace): Promise<void> {
  const { path } = workspace;
  if (await hasMarker(path)) return;
  await writing(path, async () => {
    await writeFileAtomic(join(path, '.gitignore'), '*\n');
    await raiseMarker(workspace);
  });
}

/** Says that the workspace has the schema of this program, so that older ones leave it alone. */
export async function raiseMarker({ path }: Workspace): Promise<void> {
  await writing(path, () =>
    writeFileAtomic(join(path, MARKER), `${JSON.stringify({ tool: 'clv', schema: WORKSPACE_SCHEMA })}\n`),
  );
}

/** Removes what killed writers left half done in the workspace; call it under the lock. */
export async function sweepWorkspace({
  path,
  landed,
  models,
  runs,
  quarantine,
  backups,
}: Workspace): Promise<void> {
  for (const folder of [path, landed, models, runs, quarantine, backups]) await sweepUnfinished(folder);
}

async function hasMarker(path: string): Promise<boolean> {
  const text = await readTextFile(join(path, MARKER)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') throw workspaceIsFile(path);
    throw workspaceFileFailed(path, fileFailure(error));
  });
  if (text === null) return false;
  const schema = schemaOf(text);
  if (schema === null) throw workspaceDamaged(path, MARKER);
  if (schema > WORKSPACE_SCHEMA) throw workspaceTooNew(path, schema, WORKSPACE_SCHEMA);
  return true;
}

function schemaOf(text: string): number | null {
  try {
    const { schema } = JSON.parse(text) as { schema?: unknown };
    return typeof schema === 'number' && Number.isInteger(schema) && schema >= 1 ? schema : null;
  } catch {
    return null;
  }
}

async function holdsOtherFiles(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found === null) return false;
  return (await readdir(path)).some((name) => !OWN_NAMES.test(name));
}

async function writing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error && 'exitCode' in error) throw error;
    throw workspaceFileFailed(path, fileFailure(error));
  }
}
