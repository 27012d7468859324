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
export function transitiveVars(
  list: readonly Relation[],
  name: string,
  seen = new Set<string>(),
): Set<VarName> {
  const relation = list.find((candidate) => candidate.name === name);
  if (!relation) throw new Error(`unknown relation: ${name}`);
  const found = new Set<VarName>(relation.vars);
  for (const input of relation.inputs) {
    if (seen.has(input)) continue;
    seen.add(input);
    for (const key of transitiveVars(list, input, seen)) found.add(key);
  }
  return found;
}

/** Relations that a workspace keeps, so that reports read them instead of building them. */
export const STORED_RELATIONS: readonly string[] = [
  'line_profits',
  'orders',
  'returns',
  'line_counts',
  'order_days',
  'customer_profiles',
  'customer_profile_attributes',
  'customers',
  'customer_first_orders',
  'customer_periods',
];
