import { identifier, literal, readText } from '../store/sql.js';
import { type Relation, VAR_NAMES, type VarName, type Vars } from './relation.js';

const PLACEHOLDER = /\{\{\s*(ref|var)\('([a-z0-9_]+)'\)\s*\}\}/g;

export interface CompiledText {
  readonly text: string;
  readonly refs: readonly string[];
  readonly vars: readonly VarName[];
}

/** The text of a relation's `.sql` file. */
export function relationText(relation: Relation): string {
  return textBeside(relation, relation.name);
}

/** Another text in the relation's folder. */
export function textBeside({ folder }: Relation, name: string): string {
  return readText(folder, `./${name}.sql`);
}

/**
 * Fills the two placeholders: `ref` becomes the table that `tableOf` names, `var` what `varOf` says (a bound `$name`).
 * Throws on an unknown var: the vocabulary is fixed.
 */
export function compile(
  source: string,
  tableOf: (name: string) => string = identifier,
  varOf: (name: VarName) => string = (name) => `$${name}`,
): CompiledText {
  const refs = new Set<string>();
  const vars = new Set<VarName>();
  const text = source.replace(PLACEHOLDER, (_, kind: string, name: string) => {
    if (kind === 'ref') {
      refs.add(name);
      return tableOf(name);
    }
    if (!isVarName(name)) throw new Error(`unknown var: ${name}`);
    vars.add(name);
    return varOf(name);
  });
  return { text, refs: [...refs].sort(), vars: [...vars].sort() };
}

/** The same with the values of vars in the text: what a view takes. */
export function withValues(source: string, tableOf: (name: string) => string, vars: Vars): string {
  return compile(source, tableOf, (name) => {
    const value = vars[name];
    return typeof value === 'string' ? literal(value) : String(value);
  }).text;
}

function isVarName(name: string): name is VarName {
  return (VAR_NAMES as readonly string[]).includes(name);
}
