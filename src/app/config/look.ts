import { basename, resolve } from 'node:path';
import { ClvError } from '../../common/errors.js';
import { listFiles } from '../../common/file-access.js';
import { noOrdersFound, nothingToLookAt, standardInputNotRemembered } from '../../common/messages/config.js';
import { describeSources, type IngestSettings, type SourceDescription } from '../../ingest/index.js';
import type { Store } from '../../store/store.js';
import type { SourceRole, SourceSetting } from '../settings.js';

/** A file or glob and what it was taken for. */
export interface Looked {
  /** Absolute. */
  readonly pattern: string;
  readonly role: SourceRole;
  readonly files: readonly SourceDescription[];
}

export interface Look {
  readonly found: readonly Looked[];
  readonly skipped: readonly { readonly pattern: string; readonly why: string }[];
}

const DATA = /\.(csv|tsv|txt|json|ndjson|jsonl|parquet)(\.(gz|zst))?$/i;
const NO_DATA = /config|package|lock|manifest|schema|readme|license/i;

/**
 * Looks at files and tells orders from customers from products. `named` files may be anything; those of
 * `sources` have their role already; with neither, the data files of the folder are looked at.
 */
export async function lookAtFiles(
  store: Store,
  named: readonly string[],
  sources: readonly SourceSetting[],
  folder: string,
  settings: IngestSettings,
): Promise<Look> {
  const known = sources.flatMap(({ role, patterns }) =>
    patterns.map((pattern) => ({ pattern, roles: [role] })),
  );
  const guessed = named.map((name) => ({ pattern: resolve(folder, name), roles: likelyRoles(name) }));
  const asked = [...guessed, ...known];
  if (named.includes('-') || known.some(({ pattern }) => pattern === '-')) throw standardInputNotRemembered();
  const candidates = asked.length > 0 ? asked : await dataFiles(folder);
  const found: Looked[] = [];
  const skipped: { pattern: string; why: ClvError }[] = [];
  for (const { pattern, roles } of candidates) {
    const looked = await lookAt(store, pattern, roles, settings);
    if (looked instanceof ClvError) skipped.push({ pattern, why: looked });
    else found.push(looked);
  }
  if (!found.some(({ role }) => role === 'orders')) {
    if (skipped.length === 1) throw skipped[0]!.why;
    throw noOrdersFound(skipped.map(({ why }) => why.message));
  }
  return { found, skipped: skipped.map(({ pattern, why }) => ({ pattern, why: why.message })) };
}

async function dataFiles(folder: string): Promise<{ pattern: string; roles: SourceRole[] }[]> {
  const names = (await listFiles(folder)).filter((name) => DATA.test(name) && !NO_DATA.test(name));
  if (names.length === 0) throw nothingToLookAt(folder);
  return names.map((name) => ({ pattern: resolve(folder, name), roles: likelyRoles(name) }));
}

/** Roles in the order in which they are tried; the name gives a hint, the columns decide. */
function likelyRoles(path: string): SourceRole[] {
  const name = basename(path).toLowerCase();
  if (/order|invoice|sale|transaction|receipt/.test(name)) return ['orders', 'customers', 'products'];
  if (/customer|client|member|user|people|crm/.test(name)) return ['customers', 'orders', 'products'];
  if (/product|article|catalog|item|sku/.test(name)) return ['products', 'orders', 'customers'];
  return ['orders', 'customers', 'products'];
}

/** The first role that fits, else why the file is no orders file. */
async function lookAt(
  store: Store,
  pattern: string,
  roles: readonly SourceRole[],
  settings: IngestSettings,
): Promise<Looked | ClvError> {
  let reason: ClvError | null = null;
  for (const role of roles) {
    const files = await describeAs(store, pattern, role, settings);
    if (files instanceof ClvError) reason ??= files;
    else if (files.every(fits)) return { pattern, role, files };
    else reason = missingColumn(files) ?? reason;
  }
  return reason!;
}

async function describeAs(
  store: Store,
  pattern: string,
  role: SourceRole,
  settings: IngestSettings,
): Promise<SourceDescription[] | ClvError> {
  try {
    return await describeSources(store, [{ role, patterns: [pattern] }], settings);
  } catch (error) {
    if (!(error instanceof ClvError)) throw error;
    if (error.code !== 'unknown_column') return error;
    // A column that was named for another file need not be in this one.
    return describeAs(store, pattern, role, { ...settings, columns: {} });
  }
}

function fits({ role, columns, questions }: SourceDescription): boolean {
  const has = (name: string) => columns.some((column) => column.role === name);
  switch (role) {
    case 'orders':
      return questions.every(({ code }) => code !== 'missing_column');
    case 'customers':
      return has('customer_id');
    case 'products':
      return has('product_id') && (has('category') || has('margin_pct') || has('unit_cost'));
  }
}

function missingColumn(files: readonly SourceDescription[]): ClvError | null {
  const question = files.flatMap(({ questions }) => questions).find(({ code }) => code === 'missing_column');
  return question === undefined ? null : new ClvError(question.code, 2, question.text);
}
