import type { Relation, VarName, Vars } from './relation.js';

/**
 * What a stored relation was built with: the values of all vars that it or its inputs read, and the margins.
 * A reader takes the stored rows only when its own settings give the same text.
 */
export function fingerprint(list: readonly Relation[], name: string, vars: Vars, margins: string): string {
  const names = [...transitiveVars(list, name)].sort();
  return JSON.stringify({ vars: Object.fromEntries(names.map((key) => [key, vars[key]])), margins });
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
  'customer_profile_attributes',
  'customers',
];
