import { chmod, constants, copyFile, link, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileFailure, readTextFile } from '../common/file-access.js';
import { flushFile, writeFileAtomic } from '../common/files.js';
import { temporaryName } from '../common/leftovers.js';
import { landedDamaged, workspaceFileFailed } from '../common/messages/workspace.js';
import { hasLanded, type Workspace } from './workspace.js';

const MANIFEST = 'landed.json';
const HISTORIES = 'histories.parquet';
const CELLS = 'cells.bin';
const SCORES = 'scores.parquet';
const SCORES_TEXT = 'scores.json';

/** Bytes of the files of histories, by which a damaged one is known. */
export interface HistorySizes {
  readonly histories: number;
  readonly cells: number;
}

/** Files on their way into a workspace, in a folder that is not in its place yet. */
export interface Landing {
  /** Begins to copy the files; where the file system can, copies share their blocks. */
  readonly copy: () => void;
  /** Where the histories go, as Parquet, and the distinct ones of them. */
  readonly histories: string;
  readonly cells: string;
  /** Waits for the copies; false when a file was written to since the landing began, so that its copy may not be what was read. */
  readonly arrived: () => Promise<boolean>;
  /** Puts the folder into its place, with what is to be known of it. `copies` are the files' paths in the folder. */
  readonly land: (manifest: (copies: readonly string[], sizes: HistorySizes) => object) => Promise<void>;
  /** Removes what is not in its place. */
  readonly abandon: () => Promise<void>;
}

/** Makes room in the workspace for files that may land there. Call it under the lock. */
export async function beginLanding(workspace: Workspace, paths: readonly string[]): Promise<Landing> {
  const folder = temporaryName(workspace.landed);
  const copies = paths.map((path, i) => join(String(i + 1), basename(path)));
  const before = await statesOf(paths);
  await within(workspace, () => mkdir(folder, { mode: 0o700 }));
  let copying: Promise<void> = Promise.resolve();
  return {
    copy: () => {
      copying = within(workspace, () => copyAll(folder, paths, copies));
      copying.catch(() => {});
    },
    histories: join(folder, HISTORIES),
    cells: join(folder, CELLS),
    arrived: async () => {
      await copying;
      return (await statesOf(paths)) === before;
    },
    land: (manifest) =>
      within(workspace, async () => {
        const [histories, cells] = await Promise.all(
          [HISTORIES, CELLS].map((name) => flushFile(join(folder, name))),
        );
        const text = JSON.stringify(manifest(copies, { histories: histories!, cells: cells! }));
        await writeFileAtomic(join(folder, MANIFEST), text, 0o600);
        await rename(folder, workspace.landed);
      }),
    abandon: async () => {
      await copying.catch(() => {});
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Size and time of the last change of files; one that is gone has none. */
async function statesOf(paths: readonly string[]): Promise<string> {
  const states = paths.map((path) => stat(path, { bigint: true }).catch(() => null));
  return (await Promise.all(states))
    .map((state) => (state === null ? 'gone' : `${state.size} ${state.mtimeNs} ${state.ino}`))
    .join('\n');
}

async function copyAll(folder: string, paths: readonly string[], copies: readonly string[]): Promise<void> {
  for (const [i, path] of paths.entries()) {
    const copy = join(folder, copies[i]!);
    await mkdir(join(folder, String(i + 1)), { mode: 0o700 });
    await copyFile(path, copy, constants.COPYFILE_FICLONE);
    // A copy has the rights of the original, which may not be written to.
    await chmod(copy, 0o600);
    await flushFile(copy);
  }
}

/** What was said of the landed files; null when none have landed. */
export async function readLanded(workspace: Workspace): Promise<unknown> {
  const manifest = await readJson(workspace, MANIFEST);
  if (manifest === null && (await hasLanded(workspace)))
    throw landedDamaged(workspace.path, join('landed', MANIFEST));
  return manifest;
}

/** The first of some paths in the folder that leads nowhere; null when all are there. */
export async function missingCopy(workspace: Workspace, copies: readonly string[]): Promise<string | null> {
  for (const copy of copies)
    if ((await stat(inLanded(workspace, copy)).catch(() => null)) === null) return copy;
  return null;
}

/** Path of something in the folder of the landed files. */
export function inLanded({ landed }: Workspace, name: string): string {
  return join(landed, name);
}

/** How large the file of the distinct histories is, in bytes; 0 where none have landed. */
export async function cellsBytes({ landed }: Workspace): Promise<number> {
  return stat(join(landed, CELLS)).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Copies of the landed histories that stay while the run lasts; null when they are gone by now, or damaged. */
export async function takeHistories(
  { landed }: Workspace,
  folder: string,
  sizes: HistorySizes,
): Promise<Pick<Landing, 'histories' | 'cells'> | null> {
  const taken = async (name: string, bytes: number) => {
    await nameAgain(join(landed, name), join(folder, name));
    return (await stat(join(folder, name))).size === bytes;
  };
  try {
    const areWhole = (await taken(HISTORIES, sizes.histories)) && (await taken(CELLS, sizes.cells));
    return areWhole ? { histories: join(folder, HISTORIES), cells: join(folder, CELLS) } : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Keeps a file of scores beside the landed files, once `delivered` has ended, until there is a warehouse; `text` says what table
 * they make. Call it under the lock.
 */
export async function keepLandedScores(
  workspace: Workspace,
  path: string,
  text: object,
  delivered: Promise<void>,
): Promise<void> {
  const { landed } = workspace;
  const temporary = temporaryName(join(landed, SCORES));
  const told = temporaryName(join(landed, SCORES_TEXT));
  await within(workspace, async () => {
    try {
      await nameAgain(path, temporary);
      await writeFile(told, JSON.stringify(text), { mode: 0o600 });
      await flushFile(told);
      await delivered;
      // Scores and the text of their table are of one kind only together.
      await rm(join(landed, SCORES_TEXT), { force: true });
      await rename(temporary, join(landed, SCORES));
      await rename(told, join(landed, SCORES_TEXT));
    } finally {
      for (const left of [temporary, told]) await rm(left, { force: true });
    }
  });
}

/** A copy of a file that nobody writes to any more: a second name for it, where both are on one disk. */
async function nameAgain(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE));
}

/** The scores that wait for a warehouse: their file, and the text of their table; null when there are none. */
export async function landedScores(workspace: Workspace): Promise<{ file: string; text: unknown } | null> {
  const text = await readJson(workspace, SCORES_TEXT);
  return text === null ? null : { file: join(workspace.landed, SCORES), text };
}

/** Removes the landed files: the warehouse has their lines. Call it under the lock. */
export async function removeLanded(workspace: Workspace): Promise<void> {
  const { landed } = workspace;
  // In one step, so that a killed run leaves nothing that looks landed.
  const gone = temporaryName(landed);
  await within(workspace, async () => {
    await rename(landed, gone);
    await rm(gone, { recursive: true, force: true });
  });
}

async function readJson(workspace: Workspace, name: string): Promise<unknown> {
  const text = await readTextFile(join(workspace.landed, name));
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    throw landedDamaged(workspace.path, join('landed', name));
  }
}

async function within<T>({ landed }: Workspace, work: () => Promise<T>): Promise<T> {
  return work().catch((error: NodeJS.ErrnoException) => {
    throw error.syscall === undefined ? error : workspaceFileFailed(landed, fileFailure(error));
  });
}
