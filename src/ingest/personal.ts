import { personalLeftOut } from '../common/messages/ingest.js';
import { personalKind } from '../privacy/personal-columns.js';
import type { Store } from '../store/store.js';
import { consentOf } from './consent.js';
import type { Mapping } from './mapping.js';
import { normalName } from './roles.js';
import type { IngestSettings, SourceRole } from './settings.js';
import type { Source } from './source.js';
import { relation } from './table.js';

const SAMPLE_ROWS = 200;

/**
 * Takes columns that look like e-mail, phone, names and the like out of the attributes, unless the settings name them:
 * by their names, and where every attribute is kept by what stands in their first rows.
 */
export async function withoutPersonal(
  store: Store,
  source: Source,
  role: SourceRole,
  mapping: Mapping,
  { attributes }: IngestSettings,
): Promise<Mapping> {
  const asked = new Set(attributes === 'all' ? [] : attributes.map(normalName));
  const free = mapping.columns.flatMap(({ column, why }, index) =>
    why === 'attribute' && !asked.has(normalName(column)) && consentOf(column) === null ? [index] : [],
  );
  if (free.length === 0 || (attributes !== 'all' && role !== 'customers')) return mapping;
  const rows = await source.look(() =>
    store.rows(`select * from ${relation(source.table, { columns: free })} limit ${SAMPLE_ROWS}`),
  );
  const found = free.flatMap((index) => {
    const cells = rows.map((row) => row[`c${index}`]).filter((cell) => typeof cell === 'string');
    const kind = personalKind(mapping.columns[index]!.column, cells);
    return kind === null ? [] : [{ index, kind }];
  });
  if (found.length === 0) return mapping;
  const personal = new Set(found.map(({ index }) => index));
  return {
    ...mapping,
    columns: mapping.columns.map((column, index) =>
      personal.has(index) ? { ...column, why: 'personal' as const } : column,
    ),
    notes: [
      ...mapping.notes,
      personalLeftOut(
        source.name,
        found.map(({ index, kind }) => `${mapping.columns[index]!.column} (${kind})`),
      ),
    ],
  };
}

/** A file that was to be kept as it is has columns that are stored nowhere. */
export class HasWithheldColumns extends Error {}

/** Numbers of the columns that are of the other side, or personal and not asked for: refused rows are stored without them too. */
export function withheldColumns({ columns }: Mapping, { attributes }: IngestSettings): number[] {
  const asked = new Set(attributes === 'all' ? [] : attributes.map(normalName));
  return columns.flatMap(({ column, why }, index) =>
    why === 'personal' ||
    why === 'other side' ||
    (why === 'attribute' && !asked.has(normalName(column)) && personalKind(column) !== null)
      ? [index]
      : [],
  );
}
