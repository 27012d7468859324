import { join } from 'node:path';
import { makeFolder } from '../common/file-access.js';
import { replaceFile } from '../common/files.js';
import { exportNeedsFolder, unknownRelation } from '../common/messages/mart.js';
import {
  type Cell,
  type ColumnType,
  deepFreeze,
  RESULT_SCHEMA_VERSION,
  type Result,
  type Table,
} from '../common/result.js';
import { createSourceTables } from '../mart/create-sources.js';
import { type ExportForm, exportRelation } from '../mart/export.js';
import type { Relation } from '../mart/relation.js';
import { martRelations } from '../mart/relations.js';
import { visibleOnly } from '../mart/visible.js';
import type { CellValue } from '../store/decode.js';
import { type Base, withBase } from './base.js';
import type { RunContext } from './context.js';
import { allRelations } from './open-mart.js';
import type { Settings } from './settings.js';

export type { ExportForm };

/** Relations that need nothing but the data: those of the mart. */
export function martRelation(name: string): Relation {
  const known = martRelations.map((relation) => relation.name);
  const found = martRelations.find((relation) => relation.name === name);
  if (!found) throw unknownRelation(name, known);
  return found;
}

/** Writes relations to files in a folder, each whole or not at all. Without names: all that a report may read. */
export async function exportMart(
  names: readonly string[],
  form: ExportForm,
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  const folder = settings.report.out;
  if (folder === null) throw exportNeedsFolder();
  const relations =
    names.length === 0
      ? martRelations.filter(({ name }) => name !== 'line_profits' && name !== 'margins')
      : names.map(martRelation);
  return withBase(settings, context, 'everything', async (base) => {
    await withAllSources(base);
    await makeFolder(folder);
    const rows: Record<string, Cell>[] = [];
    for (const relation of relations) {
      context.progress.stage(`writing ${relation.name}`);
      const file = `${relation.name}.${form}`;
      let count = 0;
      await replaceFile(join(folder, file), async (temporary) => {
        count = await exportRelation(base.mart, relation, temporary, form);
      });
      rows.push({ relation: relation.name, rows: count, file });
    }
    return result(context, base, settings, `Relations written to ${folder}`, [
      {
        id: 'relations',
        title: 'Relations',
        section: 'Mart',
        columns: [
          { id: 'relation', title: 'relation', type: 'text' },
          { id: 'rows', title: 'rows', type: 'count' },
          { id: 'file', title: 'file', type: 'text' },
        ],
        rows,
      },
    ]);
  });
}

/** The first rows of a relation, or, without a name, what relations there are. */
export async function showMart(
  name: string | null,
  limit: number,
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  if (name === null) {
    return withBase(settings, context, 'everything', async (base) =>
      result(context, base, settings, 'Relations of the mart', [relationsTable()]),
    );
  }
  const relation = martRelation(name);
  return withBase(settings, context, 'everything', async (base) => {
    await withAllSources(base);
    await base.mart.build([relation.name]);
    const order =
      relation.key.length > 0 ? ` order by ${relation.key.map((key) => `"${key}"`).join(', ')}` : '';
    const from = `${base.mart.table(relation.name)}${await visibleOnly(base.mart, relation)}`;
    const rows = await base.store.rows(`select * from ${from}${order} limit ${Math.trunc(limit)}`);
    const { n } = await base.store.one(`select count(*) as n from ${from}`);
    return result(
      context,
      base,
      settings,
      `${relation.name}: ${relation.grain} · ${Number(n).toLocaleString('en-US')} rows, the first ${rows.length}`,
      [
        {
          id: relation.name,
          title: relation.doc,
          section: relation.name,
          columns: relation.columns.map((column) => ({
            id: column.name,
            title: column.name,
            type: cellType(column.type),
          })),
          rows: rows.map((row) => cells(row)),
        },
      ],
    );
  });
}

/** Files fill the tables that they have something for; the others stand empty. A workspace has all of them. */
async function withAllSources({ store, reading }: Base): Promise<void> {
  if (reading.intake !== null) await createSourceTables(store, martRelations);
}

function relationsTable(): Table {
  return {
    id: 'relations',
    title: 'Relations: clv mart show NAME shows rows, clv mart docs explains them',
    section: 'Mart',
    columns: [
      { id: 'relation', title: 'relation', type: 'text' },
      { id: 'grain', title: 'grain', type: 'text' },
      { id: 'scope', title: 'scope', type: 'text', wide: true },
      { id: 'doc', title: 'meaning', type: 'text', wide: true },
    ],
    rows: allRelations.map(({ name, grain, scope, doc }) => ({ relation: name, grain, scope, doc })),
  };
}

function cellType(type: string): ColumnType {
  if (/^DECIMAL/.test(type)) return 'money';
  if (/INT$|INTEGER$/.test(type)) return 'count';
  if (type === 'DOUBLE') return 'number';
  if (type === 'BOOLEAN') return 'boolean';
  return type === 'DATE' ? 'date' : 'text';
}

function cells(row: Readonly<Record<string, CellValue>>): Record<string, Cell> {
  return { ...row };
}

function result(
  context: RunContext,
  base: Base,
  settings: Settings,
  headline: string,
  tables: readonly Table[],
): Result {
  return deepFreeze<Result>({
    schemaVersion: RESULT_SCHEMA_VERSION,
    tool: 'clv',
    version: context.version,
    command: context.command,
    headline,
    settings: { time_zone: settings.ingest.timeZone },
    lineage: base.lineage,
    notes: base.reading.notes,
    warnings: [...base.reading.warnings, ...base.observation.warnings],
    tables,
    figures: [],
    identities: [],
    answers: [],
  });
}
