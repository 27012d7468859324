import { relative, sep } from 'node:path';
import type { SourceDescription } from '../../ingest/index.js';
import type { Settings, SourceRole } from '../settings.js';
import { KEY_NAMES, KEYS, type KeyName } from './keys.js';
import type { Looked } from './look.js';

/** One line of the new config, and why it is there. */
export interface Decision {
  readonly key: KeyName;
  readonly value: unknown;
  readonly why: string;
}

/** What the config will say: what the user gave on the command line, and what the files tell. */
export function decide(found: readonly Looked[], settings: Settings, folder: string): Decision[] {
  const given = givenDecisions(settings);
  const seen = [
    ...sourceDecisions(found, folder),
    ...columnDecision(found),
    ...currencyDecision(found),
    ...prefixDecision(found),
    { key: 'timeZone', value: settings.ingest.timeZone, why: 'the default' } as const,
  ];
  const isGiven = (key: KeyName) => given.some((decision) => decision.key === key);
  return [...given, ...seen.filter(({ key }) => !isGiven(key))].sort(
    (a, b) => KEY_NAMES.indexOf(a.key) - KEY_NAMES.indexOf(b.key),
  );
}

/** Currencies that the files name, most frequent first. */
export function currenciesOf(found: readonly Looked[]): string[] {
  return [...new Set(found.flatMap(({ files }) => files.flatMap(({ currencies }) => currencies)))];
}

/** Flags of this very run; machine and looks belong to each run. */
function givenDecisions({ provenance, ingest, mart, period }: Settings): Decision[] {
  const values: Readonly<Record<string, unknown>> = { ...period, ...mart, ...ingest };
  const given = new Set(provenance.filter(({ from }) => from.startsWith('flag')).map(({ key }) => key));
  return KEY_NAMES.filter((key) => given.has(key) && KEYS[key].config && KEYS[key].results).map((key) => ({
    key,
    value: key === 'maxLine' ? KEYS.maxLine.show(ingest.maxLineBytes) : jsonable(values[key]),
    why: `your ${KEYS[key].flag}`,
  }));
}

function jsonable(value: unknown): unknown {
  const isPeriod = typeof value === 'object' && value !== null && 'granularity' in value && 'text' in value;
  return isPeriod ? value.text : value;
}

function sourceDecisions(found: readonly Looked[], folder: string): Decision[] {
  const roles: readonly SourceRole[] = ['orders', 'customers', 'products'];
  return roles.flatMap((role) => {
    const paths = found.filter((one) => one.role === role).map(({ pattern }) => portable(pattern, folder));
    return paths.length === 0 ? [] : [{ key: role, value: paths, why: 'its columns' }];
  });
}

function portable(path: string, folder: string): string {
  return relative(folder, path).split(sep).join('/');
}

/** Columns of the order files by role, where all files that have the role call it the same. */
function columnDecision(found: readonly Looked[]): Decision[] {
  const files: readonly SourceDescription[] = found
    .filter(({ role }) => role === 'orders')
    .flatMap((one) => one.files);
  const names = new Map<string, Set<string>>();
  for (const { role, column } of files.flatMap(({ columns }) => columns)) {
    if (role !== null) names.set(role, (names.get(role) ?? new Set()).add(column));
  }
  const columns = [...names].filter(([, set]) => set.size === 1).map(([role, set]) => [role, [...set][0]!]);
  return columns.length === 0
    ? []
    : [{ key: 'columns', value: Object.fromEntries(columns), why: 'found by their names' }];
}

function currencyDecision(found: readonly Looked[]): Decision[] {
  const codes = currenciesOf(found).filter((code) => /^[A-Z]{3}$/.test(code));
  return codes.length === 1 ? [{ key: 'currency', value: codes[0], why: 'the only one in the files' }] : [];
}

function prefixDecision(found: readonly Looked[]): Decision[] {
  const prefix = found.flatMap(({ files }) => files.flatMap(({ returnPrefixes }) => returnPrefixes))[0];
  return prefix === undefined
    ? []
    : [{ key: 'cancelPrefix', value: prefix, why: 'every order id that starts with it is negative' }];
}
