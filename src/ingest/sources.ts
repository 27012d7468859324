import { otherSideLeftOut, stdinAbsent, unknownColumn, unknownRole } from '../common/messages/ingest.js';
import type { Progress } from '../common/progress.js';
import type { Store } from '../store/store.js';
import { findFiles } from './find.js';
import { mapColumns } from './mapping.js';
import { openFound } from './open.js';
import { withheldColumns, withoutPersonal } from './personal.js';
import type { MappedSource } from './prepare-lines.js';
import { normalName, type Role, usualNames } from './roles.js';
import type { IngestSettings, SourceRole, SourceSpec } from './settings.js';
import { Source } from './source.js';

/** A named file: mapped, or the same bytes as one named before it in the same role. */
export interface NamedSource extends MappedSource {
  readonly role: SourceRole;
  readonly same: Source | null;
  /** A JSON array without elements has no columns to map. */
  readonly hollow: boolean;
  /** It tells of the customers of a marketplace's other side, and is not read. */
  readonly ofOtherSide: boolean;
}

/** Where sources are opened and what they may use. */
export interface OpenContext {
  readonly store: Store;
  readonly settings: IngestSettings;
  readonly directory: string;
  readonly progress: Progress;
  readonly stdin: NodeJS.ReadableStream | null;
  readonly signal: AbortSignal | null;
}

/** Finds, opens and maps all sources, in the order in which they were named. */
export async function openSources(
  specs: readonly SourceSpec[],
  context: OpenContext,
): Promise<NamedSource[]> {
  const { store, settings, directory, signal } = context;
  requireRoles(settings);
  const found = await findFiles(specs, settings.shownFrom);
  if (context.stdin === null && found.some((file) => file.path === null)) throw stdinAbsent();
  const named: NamedSource[] = [];
  for (const file of found) {
    context.progress.stage(`looking at ${file.name}`);
    const opened = await openFound(file, settings, directory, context.stdin, signal);
    const source = await Source.from(store, opened, settings, directory, signal);
    const same = await sameBefore(
      source,
      named.filter(({ role }) => role === file.role),
    );
    const names = source.table.columns.map(({ name }) => name);
    const mapped = mapColumns(file.name, file.role, names, settings.columns, settings.otherSide);
    const hollow = opened.format === 'json' && names.length === 0 && (await source.rowCount(store)) === 0;
    const ofOtherSide =
      settings.otherSide.length > 0 && file.role === 'customers' && !mapped.byRole.has('customer_id');
    const mapping = ofOtherSide
      ? { ...mapped, notes: [otherSideLeftOut(file.name, settings.columns.customer_id!)] }
      : same === null && !hollow
        ? await withoutPersonal(store, source, file.role, mapped, settings)
        : mapped;
    source.table = { ...source.table, withheld: withheldColumns(mapping, settings) };
    named.push({ source, mapping, role: file.role, same, hollow, ofOtherSide });
  }
  requireOverrides(named, settings);
  return named;
}

/** The source named before that holds the same bytes, if any. Only files of one size are compared. */
async function sameBefore(source: Source, before: readonly NamedSource[]): Promise<Source | null> {
  const { bytes } = source.opened.found;
  for (const other of before) {
    if (other.same !== null || other.source.opened.found.bytes !== bytes) continue;
    const [mine, theirs] = await Promise.all([source.sums(), other.source.sums()]);
    if (mine.sha256 === theirs.sha256) return other.source;
  }
  return null;
}

function requireRoles(settings: IngestSettings): void {
  const roles = [...new Set(Object.values(usualNames).flatMap((names) => Object.keys(names)))];
  for (const role of Object.keys(settings.columns)) {
    if (!roles.includes(role)) throw unknownRole(role, roles);
  }
}

function requireOverrides(named: readonly NamedSource[], settings: IngestSettings): void {
  for (const [role, column] of Object.entries(settings.columns)) {
    const concerned = named.filter(
      (one) => usualNames[one.role][role as Role] !== undefined && !one.ofOtherSide,
    );
    const names = [
      ...new Set(concerned.flatMap(({ source }) => source.table.columns.map(({ name }) => name))),
    ];
    const found = names.some((name) => normalName(name) === normalName(column));
    if (concerned.length > 0 && !found) throw unknownColumn(role, column, names);
  }
}
