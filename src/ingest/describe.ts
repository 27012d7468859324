import { rm } from 'node:fs/promises';
import { ClvError } from '../common/errors.js';
import { makePrivateDirectory } from '../common/files.js';
import { silentProgress } from '../common/progress.js';
import type { Note } from '../common/result.js';
import type { Store, StoreRow } from '../store/store.js';
import type { FileFormat, MappedColumn } from './intake.js';
import { inOrder, relationOf } from './load-lines.js';
import { prepareLines } from './prepare-lines.js';
import type { IngestSettings, SourceRole, SourceSpec } from './settings.js';
import { type NamedSource, openSources } from './sources.js';
import { relation } from './table.js';
import { thoroughLines } from './thorough-lines.js';

const SHOWN_ROWS = 5;

/** What a file is taken for, without loading it. */
export interface SourceDescription {
  readonly name: string;
  readonly role: SourceRole;
  readonly format: FileFormat;
  readonly compression: 'gzip' | 'zstd' | null;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly bytes: number;
  readonly columns: readonly MappedColumn[];
  /** The first rows as they stand in the file. */
  readonly sample: readonly Readonly<Record<string, string | null>>[];
  /** The first rows as order lines; empty for other roles, or while columns are missing. */
  readonly understood: readonly StoreRow[];
  /** Distinct order id prefixes of letters before digits on negative rows, most frequent first: a hint for `cancelPrefix`. */
  readonly returnPrefixes: readonly string[];
  readonly currencies: readonly string[];
  readonly notes: readonly Note[];
  /** What has to be answered before the file can be loaded. */
  readonly questions: readonly Note[];
}

/** Looks at sources: format, columns and why, sample rows as understood, what is ambiguous. Loads nothing. */
export async function describeSources(
  store: Store,
  sources: readonly SourceSpec[],
  settings: IngestSettings,
  stdin: NodeJS.ReadableStream | null = null,
): Promise<SourceDescription[]> {
  const directory = await makePrivateDirectory(settings.tempDirectory);
  try {
    const context = { store, settings, directory, progress: silentProgress, stdin, signal: null };
    const described: SourceDescription[] = [];
    for (const named of await openSources(sources, context))
      described.push(await describe(store, named, settings));
    return described;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function describe(
  store: Store,
  named: NamedSource,
  settings: IngestSettings,
): Promise<SourceDescription> {
  const { source, mapping, role } = named;
  const { found, format, compression, encoding, dialect } = source.opened;
  const notes: Note[] = [...source.opened.notes, ...mapping.notes];
  const questions: Note[] = [];
  const all = source.table.columns.map((_, index) => index);
  const rows = await source.look(() =>
    inOrder(store, true, () =>
      store.rows(
        `select * from ${relation(source.table, { columns: all, numbered: true })} order by n limit ${SHOWN_ROWS}`,
      ),
    ),
  );
  const lines =
    role === 'orders' && !named.hollow
      ? await understand(store, named, settings, notes).catch((error: unknown) => {
          if (!(error instanceof ClvError)) throw error;
          questions.push({ code: error.code, text: error.message });
          return null;
        })
      : null;
  return {
    ...{ name: source.name, role, format, compression, encoding, bytes: found.bytes },
    ...{ delimiter: dialect?.delimiter ?? null, columns: mapping.columns },
    sample: rows.map((row) =>
      Object.fromEntries(
        source.table.columns.map(({ name }, index) => [name, row[`c${index}`] as string | null]),
      ),
    ),
    understood: lines?.understood ?? [],
    returnPrefixes: lines?.prefixes ?? [],
    currencies: lines?.currencies ?? [],
    ...{ notes, questions },
  };
}

async function understand(
  store: Store,
  named: NamedSource,
  settings: IngestSettings,
  notes: Note[],
): Promise<{ understood: StoreRow[]; prefixes: string[]; currencies: string[] }> {
  const [file] = await prepareLines(store, [named], settings, notes);
  const rows = thoroughLines(file!.rules, relationOf(file!, { numbered: true }));
  const understood = await inOrder(store, true, () =>
    store.rows(
      `select n as row_number, customer_id, order_id, order_ts, signed_amount as amount, signed_quantity as quantity, cost, signed_profit as profit, is_return, is_cancelled, product_id, category, problem.reason as refused from (select * from ${rows} limit ${SHOWN_ROWS}) order by n`,
    ),
  );
  const has = (role: 'order_id' | 'currency') => file!.rules.columns.has(role);
  const source = relationOf(file!);
  const prefixes = has('order_id')
    ? await store.rows(
        `select prefix, count(*) as n from (select regexp_extract(order_id, '^([A-Za-z]+)[0-9]', 1) as prefix, is_return from ${thoroughLines(file!.rules, source)} where problem is null) group by prefix having prefix <> '' and bool_and(is_return) order by n desc, prefix limit 3`,
      )
    : [];
  const currency = `c${file!.rules.columns.get('currency') ?? 0}`;
  const currencies = has('currency')
    ? await store.rows(
        `select upper(trim(${currency})) as code, count(*) as n from ${source} where trim(${currency}) <> '' group by 1 order by 2 desc, 1 limit 20`,
      )
    : [];
  return {
    understood,
    prefixes: prefixes.map(({ prefix }) => String(prefix)),
    currencies: currencies.map(({ code }) => String(code)),
  };
}
