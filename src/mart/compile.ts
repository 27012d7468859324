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
  return readText(relation.folder, `./${relation.name}.sql`);
}

/**
 * Fills the two placeholders: `ref` becomes the table that `tableOf` names, `var` a bound `$name`.
 * Throws on an unknown var: the vocabulary is fixed.
 */
export function compile(source: string, tableOf: (name: string) => string = identifier): CompiledText {
  const refs = new Set<string>();
  const vars = new Set<VarName>();
  const text = source.replace(PLACEHOLDER, (_, kind: string, name: string) => {
    if (kind === 'ref') {
      refs.add(name);
      return tableOf(name);
    }
    if (!isVarName(name)) throw new Error(`unknown var: ${name}`);
    vars.add(name);
    return `$${name}`;
  });
  return { text, refs: [...refs].sort(), vars: [...vars].sort() };
}

/** The same with the values of vars in the text: what a view takes. */
export function withValues(source: string, tableOf: (name: string) => string, vars: Vars): string {
  const { text, vars: names } = compile(source, tableOf);
  return names.reduce((filled, name) => {
    const value = vars[name];
    return filled.replaceAll(`$${name}`, () => (typeof value === 'string' ? literal(value) : String(value)));
  }, text);
}

function isVarName(name: string): name is VarName {
  return (VAR_NAMES as readonly string[]).includes(name);
}
