import { hostname } from 'node:os';
import { type HolderText, waitingFor, workspaceBusy } from '../common/messages/workspace.js';
import { copyDatabase, replaceDatabase } from '../store/backup.js';
import { removeLanded } from '../store/landed.js';
import { holderText, type Lock, lockHolder, tryLock } from '../store/lock.js';
import { tryOpenWarehouse } from '../store/open-warehouse.js';
import { makeScratch } from '../store/scratch.js';
import { Store, type StoreOptions } from '../store/store.js';
import { tryUntil } from '../store/wait.js';
import {
  ensureWorkspace,
  existingWorkspace,
  hasLanded,
  hasWarehouse,
  isLoaded,
  loadedWorkspace,
  markWorkspace,
  sweepWorkspace,
  type Workspace,
  workspaceAt,
} from '../store/workspace.js';
import { durationText } from './config/parse-duration.js';
import type { RunContext } from './context.js';
import type { Settings } from './settings.js';
import { isOutdated, prepareWarehouse } from './upgrade/upgrade.js';

/** Readers of a moment ago go away by themselves: worth so much patience even without `--wait`. */
const PATIENCE_MS = 2_000;

/** As long as any file is loaded. */
const LANDED_PATIENCE_MS = 600_000;

/** Runs the work with a throw-away database and a private temporary folder; nothing of either is left. */
export async function withThrowAwayStore<T>(
  settings: Settings,
  context: RunContext,
  work: (store: Store, scratch: string) => Promise<T>,
): Promise<T> {
  return withScratch(settings, context, async (scratch) => {
    const store = await Store.open(storeOptions(settings, context, scratch));
    return closing(store, () => work(store, scratch));
  });
}

/** The same, where the work opens the store when it needs it: others may be at work while the engine is loaded. */
export async function withLateStore<T>(
  settings: Settings,
  context: RunContext,
  work: (open: () => Promise<Store>, scratch: string) => Promise<T>,
): Promise<T> {
  return withScratch(settings, context, async (scratch) => {
    let opened: Promise<Store> | null = null;
    const open = (): Promise<Store> => {
      opened ??= Store.open(storeOptions(settings, context, scratch));
      return opened;
    };
    try {
      return await work(open, scratch);
    } finally {
      const store = await (opened as Promise<Store> | null)?.catch(() => null);
      await store?.close();
    }
  });
}

/**
 * Runs the work as the workspace's only writer, with its warehouse open. Exit 6 when another run holds it
 * for longer than `--wait`.
 */
export async function withWorkspaceWriter<T>(
  settings: Settings,
  context: RunContext,
  work: (store: Store, workspace: Workspace, scratch: string) => Promise<T>,
): Promise<T> {
  return withWorkspaceLock(settings, context, async (workspace) => {
    await takeInLanded(settings, context, workspace);
    return withWarehouse(settings, context, workspace, false, async (store, scratch) => {
      await prepareWarehouse(store, workspace, context.progress);
      return work(store, workspace, scratch);
    });
  });
}

/**
 * The same, where the warehouse may be a draft: before anything was loaded it is made beside its place and put there when the
 * work is done, so that work which fails or is killed leaves nothing.
 */
export async function withWorkspaceDraft<T>(
  settings: Settings,
  context: RunContext,
  work: (store: Store, workspace: Workspace, scratch: string, isDraft: boolean) => Promise<T>,
): Promise<T> {
  return withWorkspaceLock(settings, context, async (workspace) => {
    await takeInLanded(settings, context, workspace);
    if (!(await isLoaded(workspace)))
      return makeWarehouse(settings, context, workspace, (store, scratch) =>
        work(store, workspace, scratch, true),
      );
    return withWarehouse(settings, context, workspace, false, async (store, scratch) => {
      await prepareWarehouse(store, workspace, context.progress);
      return work(store, workspace, scratch, false);
    });
  });
}

/** Makes the first warehouse beside its place, and puts it there when the work is done. */
async function makeWarehouse<T>(
  settings: Settings,
  context: RunContext,
  workspace: Workspace,
  work: (store: Store, scratch: string) => Promise<T>,
): Promise<T> {
  let done: T | undefined;
  await replaceDatabase(workspace.warehouse, async (draft) => {
    const beside = { ...workspace, warehouse: draft };
    done = await withWarehouse(settings, context, beside, false, async (store, scratch) => {
      await prepareWarehouse(store, workspace, context.progress);
      const value = await work(store, scratch);
      await store.closeHoles();
      await store.run('checkpoint');
      return value;
    });
  });
  return done as T;
}

/**
 * Makes the warehouse of files that have landed (`app/landed`): whoever opens it finds their lines in it. A run that is
 * killed on the way leaves the files, and the next one begins anew.
 */
async function takeInLanded(settings: Settings, context: RunContext, workspace: Workspace): Promise<void> {
  if (!(await hasLanded(workspace))) return;
  if (!(await hasWarehouse(workspace))) {
    const { takeIn } = await import('./landed/take-in.js');
    await makeWarehouse(settings, context, workspace, (store, scratch) =>
      takeIn(store, workspace, scratch, settings, context),
    );
  }
  await removeLanded(workspace);
}

/**
 * Runs the work as the only writer, then writes all rows of the warehouse into a new file that takes the old one's
 * place: what was deleted is in neither. `after` runs under the same lock, when the warehouse is closed.
 */
export async function withWorkspaceRewrite<T>(
  settings: Settings,
  context: RunContext,
  work: (store: Store, workspace: Workspace, scratch: string) => Promise<T>,
  after: (workspace: Workspace, done: T) => Promise<void>,
): Promise<T> {
  return withWorkspaceLock(settings, context, async (workspace) => {
    await takeInLanded(settings, context, workspace);
    let done: T | undefined;
    await replaceDatabase(workspace.warehouse, (copy) =>
      withWarehouse(settings, context, workspace, false, async (store, scratch) => {
        await prepareWarehouse(store, workspace, context.progress);
        done = await work(store, workspace, scratch);
        context.progress.stage('rewriting the warehouse');
        await copyDatabase(store, copy);
      }),
    );
    await after(workspace, done as T);
    return done as T;
  });
}

/** Runs the work with the warehouse open for reading; waits for a writer as `--wait` says, else exit 6. */
export async function withWorkspaceReader<T>(
  settings: Settings,
  context: RunContext,
  work: (store: Store, workspace: Workspace, scratch: string) => Promise<T>,
): Promise<T> {
  const workspace = await arrivedWorkspace(settings, context);
  if (!(await hasWarehouse(workspace))) await withWorkspaceWriter(patient(settings), context, async () => {});
  return withWarehouse(settings, context, workspace, true, async (store, scratch) =>
    (await isOutdated(store, workspace)) ? OUTDATED : { value: await work(store, workspace, scratch) },
  ).then(async (done) => {
    if (done !== OUTDATED) return done.value;
    await withWorkspaceWriter(settings, context, async () => {});
    return withWorkspaceReader(settings, context, work);
  });
}

/** Who only reads waits for another one that puts the lines of landed files into the warehouse: readers used to go side by side. */
function patient(settings: Settings): Settings {
  const waitMs = Math.max(settings.workspace.waitMs, LANDED_PATIENCE_MS);
  return { ...settings, workspace: { ...settings.workspace, waitMs } };
}

/** The workspace with its warehouse; while the first load is at work, there is one to wait for. */
async function arrivedWorkspace(settings: Settings, context: RunContext): Promise<Workspace> {
  const { path, waitMs } = settings.workspace;
  if (context.holdsLockOf === path) return loadedWorkspace(path);
  const workspace = await existingWorkspace(path);
  let text: HolderText | null = null;
  const arrived = await tryUntil(waitMs, context.signal, async () => {
    const holder = await lockHolder(workspace.lock, context.processes);
    if (holder === null || (await isLoaded(workspace))) return loadedWorkspace(path);
    text = holderText(holder, hostname());
    if (waitMs > 0) context.progress.stage(waitingFor(path, text));
    return null;
  });
  if (arrived === null) throw workspaceBusy(path, text, waitMs > 0 ? durationText(waitMs) : null);
  return arrived;
}

/** Said by a reader that found tables of an earlier version; a writer has to come first. */
const OUTDATED = 'outdated';

/** Runs the work under the workspace's lock, the warehouse closed: for its other files. */
export async function withWorkspaceLock<T>(
  settings: Settings,
  context: RunContext,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const { path } = settings.workspace;
  if (context.holdsLockOf === path) return work(workspaceAt(path));
  const workspace = await ensureWorkspace(path);
  const lock = await waitForLock(settings, context, workspace);
  context.atExit.add(lock.releaseNow);
  try {
    await markWorkspace(workspace);
    await sweepWorkspace(workspace);
    return await work(workspace);
  } finally {
    context.atExit.delete(lock.releaseNow);
    await lock.release();
  }
}

async function waitForLock(settings: Settings, context: RunContext, workspace: Workspace): Promise<Lock> {
  const { path, waitMs } = settings.workspace;
  let holder: HolderText | null = null;
  const lock = await tryUntil(waitMs, context.signal, async () => {
    const got = await tryLock(workspace.lock, context.command, context.processes);
    if (typeof got === 'object' && 'release' in got) return got;
    holder = got === 'unknown holder' ? null : holderText(got, hostname());
    if (waitMs > 0) context.progress.stage(waitingFor(path, holder));
    return null;
  });
  if (lock === null) throw workspaceBusy(path, holder, waitMs > 0 ? durationText(waitMs) : null);
  return lock;
}

async function withWarehouse<T>(
  settings: Settings,
  context: RunContext,
  workspace: Workspace,
  readOnly: boolean,
  work: (store: Store, scratch: string) => Promise<T>,
): Promise<T> {
  const { path, waitMs } = settings.workspace;
  return withScratch(settings, context, async (scratch) => {
    const options = { ...storeOptions(settings, context, scratch), path: workspace.warehouse, readOnly };
    const store = await tryUntil(Math.max(waitMs, PATIENCE_MS), context.signal, async () => {
      const opened = await tryOpenWarehouse(options);
      if (opened === null && waitMs > 0) context.progress.stage(waitingFor(path, null));
      return opened;
    });
    if (store === null) {
      const holder = readOnly ? await lockHolder(workspace.lock, context.processes) : null;
      const text = holder === null ? null : holderText(holder, hostname());
      throw workspaceBusy(path, text, waitMs > 0 ? durationText(waitMs) : null);
    }
    return closing(store, () => work(store, scratch));
  });
}

/** Runs the work with a private folder for temporary files; nothing of it is left. */
export async function withScratch<T>(
  settings: Settings,
  context: RunContext,
  work: (scratch: string) => Promise<T>,
): Promise<T> {
  const scratch = await makeScratch(settings.runtime.tempDirectory, context.processes);
  context.atExit.add(scratch.removeNow);
  try {
    return await work(scratch.path);
  } finally {
    context.atExit.delete(scratch.removeNow);
    await scratch.remove();
  }
}

function storeOptions(settings: Settings, context: RunContext, scratch: string): StoreOptions {
  const { duckdbMemoryMegabytes, threads } = settings.runtime;
  return {
    memoryMegabytes: duckdbMemoryMegabytes,
    tempDirectory: scratch,
    signal: context.signal,
    ...(threads === null ? {} : { threads }),
  };
}

async function closing<T>(store: Store, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await store.close();
  }
}
