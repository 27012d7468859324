import { basename, dirname } from 'node:path';
import type { $ZodIssue } from 'zod/v4/core';
import { fileFailure, readTextFile } from '../../common/file-access.js';
import {
  badConfigValue,
  configMissing,
  configSyntax,
  configUnreadable,
  unknownConfigKey,
} from '../../common/messages/config.js';
import { nearest } from '../../common/nearest.js';
import { JsonSyntaxError, type JsonWithLines, parseJsonWithLines, position } from './json-lines.js';
import { KEY_NAMES, KEYS } from './keys.js';

const SEGMENT_KEYS = ['name', 'recency', 'frequency', 'monetary', 'orders', 'recencyDays'];

export interface ConfigFile {
  readonly path: string;
  /** Name for people. */
  readonly name: string;
  /** Folder against which its relative paths are read. */
  readonly base: string;
  readonly values: Readonly<Record<string, unknown>>;
  lineOf(key: string): number;
}

/**
 * Reads and checks a config file. A file that somebody named must exist (`namedBy` says who); the usual
 * one may be absent (null).
 */
export async function readConfig(path: string, namedBy: string | null): Promise<ConfigFile | null> {
  const name = basename(path);
  const text = await readTextFile(path).catch((error: unknown) => {
    throw configUnreadable(path, fileFailure(error));
  });
  if (text === null) {
    if (namedBy === null) return null;
    throw configMissing(namedBy, path);
  }
  const { value, lines } = parsed(text, name);
  const lineOf = (key: string) => lines.get(key) ?? 1;
  await check(value, name, lineOf);
  return { path, name, base: dirname(path), values: value as Record<string, unknown>, lineOf };
}

function parsed(text: string, name: string): JsonWithLines {
  try {
    return parseJsonWithLines(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { line, column } = position(text, error.offset);
    throw configSyntax(name, line, column, error.message);
  }
}

async function check(value: unknown, name: string, lineOf: (key: string) => number): Promise<void> {
  const { configSchema } = await import('./schema.js');
  const { error } = configSchema.safeParse(value);
  const issue = error?.issues[0];
  if (issue === undefined) return;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const inside = issue.path.join('.');
    const known = inside === '' ? KEY_NAMES.filter((each) => KEYS[each].config) : SEGMENT_KEYS;
    throw unknownConfigKey(name, lineOf(inside === '' ? key : `${inside}.${key}`), key, nearest(key, known));
  }
  const leaves = deepest(issue, []);
  const path = leaves[0]!.path.join('.');
  if (path === '') throw badConfigValue(name, 1, 'the file', 'must be an object {…}');
  throw badConfigValue(name, lineOf(path), path, wording(leaves.map((leaf) => leaf.issue)));
}

interface Leaf {
  readonly path: readonly PropertyKey[];
  readonly issue: $ZodIssue;
}

/** The branches of a union that got furthest into the value: the user meant one of those. */
function deepest(issue: $ZodIssue, base: readonly PropertyKey[]): Leaf[] {
  const path = [...base, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ path, issue }];
  const leaves = issue.errors.flatMap((branch) => branch.slice(0, 1).flatMap((each) => deepest(each, path)));
  const depth = Math.max(...leaves.map((leaf) => leaf.path.length));
  return leaves.filter((leaf) => leaf.path.length === depth);
}

/** `expected string or array, received object`. */
function wording(issues: readonly $ZodIssue[]): string {
  const expected = new Set<string>();
  let received = '';
  for (const issue of issues) {
    if (issue.code === 'invalid_type') {
      expected.add(issue.expected);
      received = /received (\S+)$/.exec(issue.message)?.[1] ?? '';
    } else if (issue.code === 'invalid_value') {
      for (const value of issue.values) expected.add(String(value));
    } else return issue.message;
  }
  return `expected ${[...expected].join(' or ')}${received === '' ? '' : `, found ${received}`}`;
}
