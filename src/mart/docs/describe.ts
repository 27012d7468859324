import type { Check, Relation } from '../relation.js';
import { type SourceColumns, sourceLineage } from './lineage.js';
import { varMeanings } from './vars.js';

/** A relation as its documentation shows it. */
export interface RelationDoc {
  readonly relation: Relation;
  readonly scope: string;
  readonly readBy: readonly string[];
  readonly vars: readonly { readonly name: string; readonly doc: string }[];
  readonly checks: readonly string[];
  /** Source tables that it is made from, through whatever stands between, and their columns that are read on the way. */
  readonly lineage: readonly SourceColumns[];
}

const SCOPES: Readonly<Record<Relation['scope'], string>> = {
  source: 'source: left by the reading of files or by settings',
  order: 'order: a load recomputes the rows of touched orders',
  customer: 'customer: a load recomputes the rows of touched customers',
  day: 'day: a load recomputes the rows of days with touched orders',
  global: 'global: rebuilt whole',
};

export function describeRelations(
  relations: readonly Relation[],
  textOf: (relation: Relation) => string,
): RelationDoc[] {
  const lineage = sourceLineage(relations, textOf);
  return relations.map((relation) => ({
    relation,
    scope: SCOPES[relation.scope],
    readBy: relations.filter(({ inputs }) => inputs.includes(relation.name)).map(({ name }) => name),
    vars: relation.vars.map((name) => ({ name, doc: varMeanings[name] ?? '' })),
    checks: relation.checks.map(checkSentence),
    lineage: lineage.get(relation.name)!,
  }));
}

function checkSentence(check: Check): string {
  switch (check.kind) {
    case 'unique':
      return `unique: ${check.columns.join(', ')}`;
    case 'not_null':
      return `never null: ${check.columns.join(', ')}`;
    case 'accepted':
      return `${check.column} is one of: ${check.values.join(', ')}`;
    case 'identity':
      return `holds exactly: ${check.name}`;
  }
}
