import { otherUsualName, sameColumnTwice } from '../common/messages/ingest.js';
import type { Note } from '../common/result.js';
import type { MappedColumn } from './intake.js';
import { isBookkeeping, normalName, type Role, usualNames } from './roles.js';
import type { SourceRole } from './settings.js';

/** Which column of a file plays which role. */
export interface Mapping {
  readonly byRole: ReadonlyMap<Role, number>;
  readonly columns: readonly MappedColumn[];
  readonly notes: readonly Note[];
}

/**
 * Finds the roles of a file's columns: overrides first, then the usual names, the earlier in the list first.
 * Columns of the other side play none. Two columns with the same normalised name are an error.
 */
export function mapColumns(
  file: string,
  role: SourceRole,
  names: readonly string[],
  overrides: Readonly<Record<string, string>>,
  otherSide: readonly string[] = [],
): Mapping {
  const byName = indexNames(file, names);
  const byRole = new Map<Role, number>();
  const others = new Set(otherSide.map(normalName));
  const columns: MappedColumn[] = names.map((column) => ({
    column,
    role: null,
    why:
      isBookkeeping(column) || column.trim() === ''
        ? 'ignored'
        : others.has(normalName(column))
          ? 'other side'
          : 'attribute',
  }));
  const notes: Note[] = [];
  const take = (as: Role, index: number, why: 'override' | 'usual name') => {
    byRole.set(as, index);
    columns[index] = { column: names[index]!, role: as, why };
  };
  const roles = usualNames[role];
  for (const as of Object.keys(roles) as Role[]) {
    const override = overrides[as];
    const index = override === undefined ? undefined : byName.get(normalName(override));
    if (index !== undefined) take(as, index, 'override');
  }
  for (const [as, usual] of Object.entries(roles) as [Role, readonly string[]][]) {
    if (byRole.has(as)) continue;
    const fitting = [...new Set(usual.map(normalName))]
      .map((name) => byName.get(name))
      .filter((index) => index !== undefined && columns[index]!.role === null)
      .filter((index) => columns[index!]!.why !== 'other side') as number[];
    const [first, ...more] = fitting;
    if (first === undefined) continue;
    take(as, first, 'usual name');
    if (more.length > 0)
      notes.push(
        otherUsualName(
          file,
          as,
          names[first]!,
          more.map((k) => names[k]!),
        ),
      );
  }
  return { byRole, columns, notes };
}

function indexNames(file: string, names: readonly string[]): Map<string, number> {
  const byName = new Map<string, number>();
  names.forEach((name, index) => {
    const normal = normalName(name);
    if (normal === '' || isBookkeeping(name)) return;
    const before = byName.get(normal);
    if (before !== undefined) throw sameColumnTwice(file, names[before]!, name);
    byName.set(normal, index);
  });
  return byName;
}
