import { sha256OfText } from '../common/files.js';
import { preludeText } from '../store/store.js';
import { relationText } from './compile.js';
import type { Relation, VarName, Vars } from './relation.js';

/**
 * What a stored relation was built with: the values of all vars that it or its inputs read, the margins, and the texts.
 * A reader takes the stored rows, and a load keeps those that are not touched, only when its own give the same.
 */
export function fingerprint(list: readonly Relation[], name: string, vars: Vars, margins: string): string {
  const names = [...transitiveVars(list, name)].sort();
  return JSON.stringify({
    vars: Object.fromEntries(names.map((key) => [key, vars[key]])),
    margins,
    texts: textsDigest(list, name),
  });
}

/** Whether a relation with this fingerprint was built by the texts of now. */
export function isOfThisText(list: readonly Relation[], name: string, built: string | undefined): boolean {
  return built !== undefined && parsed(built).texts === textsDigest(list, name);
}

/** The values of vars that a relation with this fingerprint was built with. */
export function varsOf(built: string): Partial<Vars> {
  return parsed(built).vars ?? {};
}

function parsed(built: string): { readonly vars?: Partial<Vars>; readonly texts?: string } {
  return JSON.parse(built) as { vars?: Partial<Vars>; texts?: string };
}

/** Digest of the texts of a relation, of all that it reads, and of the functions that they may call. */
function textsDigest(list: readonly Relation[], name: string): string {
  const relations = [name, ...transitiveInputs(list, name)].sort().map((one) => relationNamed(list, one));
  const texts = relations.filter(({ scope }) => scope !== 'source').map(relationText);
  return sha256OfText([preludeText(), ...texts].join('\n')).slice(0, 16);
}

/** Every var that a relation or one of its inputs reads. */
export function transitiveVars(list: readonly Relation[], name: string): Set<VarName> {
  const found = new Set<VarName>();
  for (const one of [name, ...transitiveInputs(list, name)]) {
    for (const key of relationNamed(list, one).vars) found.add(key);
  }
  return found;
}

/** Everything that a relation reads, itself or through its inputs. */
export function transitiveInputs(
  list: readonly Relation[],
  name: string,
  found = new Set<string>(),
): Set<string> {
  for (const input of relationNamed(list, name).inputs) {
    if (found.has(input)) continue;
    found.add(input);
    transitiveInputs(list, input, found);
  }
  return found;
}

function relationNamed(list: readonly Relation[], name: string): Relation {
  const relation = list.find((candidate) => candidate.name === name);
  if (!relation) throw new Error(`unknown relation: ${name}`);
  return relation;
}

/**
 * Relations that a workspace keeps, so that reports read them instead of building them. What reads only these and is
 * wanted by few reports (first orders, periods of every length) is built where it is asked for.
 */
export const STORED_RELATIONS: readonly string[] = [
  'line_profits',
  'orders',
  'returns',
  'line_counts',
  'order_days',
  'customer_profiles',
  'customer_attribute_history',
  'customer_profile_attributes',
  'customers',
];
