import { join } from 'node:path';
import {
  notAppendable,
  nothingAppended,
  nothingYet,
  readSince,
  unfinishedLine,
} from '../common/messages/watermark.js';
import type { Note } from '../common/result.js';
import { copyAppended, type Watermark } from '../ingest/appended.js';
import { findFiles } from '../ingest/find.js';
import type { SourceSpec } from '../ingest/settings.js';
import type { StandingFile } from '../mart/merge.js';
import type { Store } from '../store/store.js';
import type { LoadedFile } from './ledger.js';
import type { Settings } from './settings.js';

export interface FileWatermark extends Watermark {
  /** Load that read its first bytes; null = this one. */
  readonly firstLoad: number | null;
}

/** Order files of which only what was added is read, and how far they are read then. */
export interface AppendedSources {
  readonly sources: readonly SourceSpec[];
  /** By name of the file. */
  readonly watermarks: ReadonlyMap<string, FileWatermark>;
  /** Files whose earlier lines stand: an order may go on in what was added. */
  readonly standing: readonly StandingFile[];
  readonly notes: readonly Note[];
}

/**
 * Makes of each order file a copy of what was added to it since the last load; a file that is new is read whole.
 */
export async function appendedSources(
  store: Store,
  sources: readonly SourceSpec[],
  before: readonly (LoadedFile & { loadNumber: number })[],
  scratch: string,
  { cwd, ingest }: Pick<Settings, 'cwd' | 'ingest'>,
  signal: AbortSignal,
): Promise<AppendedSources> {
  const known = await knownWatermarks(store, before);
  const watermarks = new Map<string, FileWatermark>();
  const standing: StandingFile[] = [];
  const notes: Note[] = [];
  const idle: string[] = [];
  const empty: string[] = [];
  const fresh: SourceSpec[] = [];
  const files = await findFiles(
    sources.filter(({ role }) => role === 'orders'),
    cwd,
  );
  for (const [index, { name, path, role }] of files.entries()) {
    if (path === null) throw notAppendable(name, 'read once only');
    const mark = known.get(name) ?? null;
    const added = await copyAppended(name, path, mark, join(scratch, `appended-${index}`), ingest, signal);
    if (added.unfinished > 0) notes.push(unfinishedLine(name, added.unfinished));
    if (added.path === null) {
      (mark === null ? empty : idle).push(name);
      continue;
    }
    if (mark !== null) {
      standing.push({ name, fromLoad: mark.firstLoad! });
      notes.push(readSince(name, added.from, added.watermark.bytes));
    }
    watermarks.set(name, { ...added.watermark, firstLoad: mark?.firstLoad ?? null });
    fresh.push({ role, patterns: [added.path], names: { [added.path]: name } });
  }
  if (empty.length > 0) notes.push(nothingYet(empty));
  if (idle.length > 0) notes.push(nothingAppended(idle));
  return { sources: fresh, watermarks, standing, notes };
}

/** A file that was loaded whole has been read to its end. */
async function knownWatermarks(
  store: Store,
  before: readonly (LoadedFile & { loadNumber: number })[],
): Promise<ReadonlyMap<string, FileWatermark>> {
  const known = new Map<string, FileWatermark>();
  for (const { name, role, bytes, sha256, loadNumber } of before)
    if (role === 'orders') known.set(name, { bytes, sha256, firstLoad: loadNumber });
  for (const row of await store.rows('select * from watermarks'))
    known.set(String(row.name), {
      bytes: Number(row.bytes),
      sha256: String(row.sha256),
      firstLoad: Number(row.first_load),
    });
  return known;
}

/**
 * Remembers how far the files of a load have been read, in its transaction. One that was read whole has no watermark any
 * more: its account tells.
 */
export async function recordWatermarks(
  store: Store,
  load: number,
  files: readonly LoadedFile[],
  watermarks: ReadonlyMap<string, FileWatermark>,
): Promise<void> {
  for (const { name, role } of files)
    if (role === 'orders') await store.run('delete from watermarks where name = $name', { name });
  for (const [name, { bytes, sha256, firstLoad }] of watermarks)
    await store.run('insert into watermarks values ($name, $bytes, $sha256, $first)', {
      name,
      bytes,
      sha256,
      first: firstLoad ?? load,
    });
}
