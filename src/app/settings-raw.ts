import { resolve } from 'node:path';
import type { Key } from './config/key.js';
import { KEY_NAMES, KEYS, type KeyName, type Values } from './config/keys.js';
import { type ConfigFile, readConfig } from './config/read-config.js';
import type { ProvenanceEntry } from './settings.js';

/** What the command line hands over: only what the user gave, nothing filled in. */
export interface SettingsRequest {
  /** Flags by the key's attribute, `timeZone`. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** Files named without a flag: orders. */
  readonly files: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Read no config file, not even one that is named. */
  readonly ignoreConfig?: boolean;
  readonly terminal: { readonly isTTY: boolean; readonly columns: number | null };
}

export type Level = 'flag' | 'env' | 'config' | 'default';

export interface RawSettings {
  readonly values: Values;
  readonly levels: Readonly<Record<KeyName, Level>>;
  readonly provenance: readonly ProvenanceEntry[];
  readonly config: ConfigFile | null;
  /** `--time-zone`, `CLV_TIME_ZONE` or `clv.config.json line 4, timeZone`, for an error about a value. */
  nameOf(key: KeyName): string;
}

/** Reads each setting from the first place that has it: flag, environment, config, default. */
export async function readSettings(request: SettingsRequest): Promise<RawSettings> {
  const named = read('config', request, null);
  const config = request.ignoreConfig
    ? null
    : await readConfig(
        (named.value as string | null) ?? resolve(request.cwd, 'clv.config.json'),
        named.level === 'default' ? null : named.name,
      );
  const all = KEY_NAMES.map((name) => [name, read(name, request, config)] as const);
  const found = Object.fromEntries(all) as Record<KeyName, Found>;
  return {
    values: Object.fromEntries(all.map(([name, { value }]) => [name, value])) as unknown as Values,
    levels: Object.fromEntries(all.map(([name, { level }]) => [name, level])) as Record<KeyName, Level>,
    provenance: all.map(([name, each]) => provenance(name, each, config)),
    config,
    nameOf: (name) => found[name].name,
  };
}

interface Found {
  readonly value: unknown;
  readonly level: Level;
  readonly name: string;
}

function read(name: KeyName, request: SettingsRequest, config: ConfigFile | null): Found {
  const key: Key<unknown> = KEYS[name];
  const from = (level: Level, raw: unknown, label: string, base: string): Found => ({
    value: key.parse(raw, { name: label, base }),
    level,
    name: label,
  });
  const flag = name === 'orders' ? orderFiles(request) : request.flags[key.attribute];
  if (flag !== undefined) return from('flag', flag, flagName(name, request), request.cwd);
  const variable = request.env[key.env];
  if (variable !== undefined && variable !== '') return from('env', variable, key.env, request.cwd);
  if (config !== null && key.config && Object.hasOwn(config.values, name)) {
    const label = `${config.name} line ${config.lineOf(name)}, ${name}`;
    return from('config', config.values[name], label, config.base);
  }
  return { value: key.fallback, level: 'default', name: key.flag ?? name };
}

function orderFiles(request: SettingsRequest): unknown {
  const flagged = request.flags.orders as readonly string[] | undefined;
  return flagged === undefined && request.files.length === 0
    ? undefined
    : [...request.files, ...(flagged ?? [])];
}

function flagName(name: KeyName, request: SettingsRequest): string {
  if (name === 'orders' && request.files.length > 0) return 'FILES';
  return KEYS[name].flag ?? name;
}

function provenance(name: KeyName, { value, level }: Found, config: ConfigFile | null): ProvenanceEntry {
  const { env, flag, show }: Key<unknown> = KEYS[name];
  const from =
    level === 'flag'
      ? `flag ${flag}`
      : level === 'env'
        ? `env ${env}`
        : level === 'config'
          ? config!.name
          : 'default';
  return { key: name, value: isSecret(env) ? '***' : show(value), from };
}

/** Values under such names are never shown. */
export function isSecret(name: string): boolean {
  return /KEY|SECRET|TOKEN|PASSWORD/i.test(name);
}
