import { access, constants, stat } from 'node:fs/promises';
import {
  fileMissing,
  isDirectory,
  nothingMatches,
  notReadable,
  stdinTwice,
} from '../common/messages/ingest.js';
import { shownPath } from '../common/shown-path.js';
import { expandGlob, isGlob } from './glob.js';
import type { SourceRole, SourceSpec } from './settings.js';

/** A file that was named. `path` is null for standard input. */
export interface FoundFile {
  readonly role: SourceRole;
  /** As the user knows it. */
  readonly name: string;
  readonly path: string | null;
  readonly bytes: number;
}

/**
 * Files of all sources in the order in which they were named; those of a glob sorted by name.
 * A name that exists is that file, even if it has glob characters in it. Files below the folder `shownFrom`
 * go by their path from there.
 */
export async function findFiles(
  sources: readonly SourceSpec[],
  shownFrom: string | null,
): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const { role, patterns, names } of sources) {
    for (const pattern of patterns) {
      if (pattern === '-') found.push({ role, name: 'standard input', path: null, bytes: 0 });
      else
        for (const path of await pathsOf(pattern)) {
          const file = await lookAt(role, path, shownFrom);
          found.push({ ...file, name: names?.[path] ?? file.name });
        }
    }
  }
  if (found.filter((file) => file.path === null).length > 1) throw stdinTwice();
  return found;
}

async function pathsOf(pattern: string): Promise<string[]> {
  if (!isGlob(pattern) || (await exists(pattern))) return [pattern];
  const paths = await expandGlob(pattern);
  if (paths.length === 0) throw nothingMatches(pattern);
  return paths;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function lookAt(role: SourceRole, path: string, shownFrom: string | null): Promise<FoundFile> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR'
      ? fileMissing(path)
      : notReadable(path, error.code ?? error.message);
  });
  if (status.isDirectory()) throw isDirectory(path);
  await access(path, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
    throw notReadable(path, error.code ?? error.message);
  });
  return { role, name: shownFrom === null ? path : shownPath(path, shownFrom), path, bytes: status.size };
}
