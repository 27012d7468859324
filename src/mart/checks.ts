import { identifier } from '../store/sql.js';
import type { Bindings, Store } from '../store/store.js';
import { compile, relationText } from './compile.js';
import type { Check, Relation, VarName } from './relation.js';

/** Runs a relation's checks; answers a sentence for each that fails. */
export async function failedChecks(
  store: Store,
  relation: Relation,
  tableOf: (name: string) => string,
  bindings: (names: readonly VarName[]) => Bindings,
): Promise<string[]> {
  const failures: string[] = [];
  for (const check of relation.checks) {
    if (check.kind === 'unique' && groupsBy(relation, check.columns)) continue;
    const { text, vars } = compile(checkQuery(relation.name, check), tableOf);
    const { breaches, example } = await store.one(text, bindings(vars));
    if (Number(breaches) > 0)
      failures.push(`${describe(check)}: ${breaches} breach(es), for example ${example}`);
  }
  return failures;
}

/**
 * Whether the text's last words group by these columns: then they are unique, and to group once more tells nothing. Of a
 * union they would group the last part alone.
 */
export function groupsBy(relation: Relation, columns: readonly string[]): boolean {
  if (relation.scope === 'source') return false;
  const text = relationText(relation).trimEnd();
  const outermost = text.slice(text.lastIndexOf('\n)\n') + 1);
  const [, grouping] = /\ngroup by ([\w., \n]+)$/.exec(text) ?? [];
  if (grouping === undefined || /\bunion\b/.test(outermost)) return false;
  const names = grouping.split(',').map((name) => name.trim().replace(/^\w+\./, ''));
  return names.length === columns.length && columns.every((column) => names.includes(column));
}

/** A query with one row: `breaches` and one `example`. */
function checkQuery(name: string, check: Check): string {
  const table = `{{ ref('${name}') }}`;
  switch (check.kind) {
    case 'unique': {
      const columns = check.columns.map(identifier).join(', ');
      return `select count(*) as breaches, cast(min(cast(example as varchar)) as varchar) as example
        from (select row(${columns}) as example from ${table} group by ${columns} having count(*) > 1)`;
    }
    case 'not_null': {
      const anyNull = check.columns.map((column) => `${identifier(column)} is null`).join(' or ');
      return `select count(*) as breaches, 'a null' as example from ${table} where ${anyNull}`;
    }
    case 'accepted': {
      const values = check.values.map((value) => `'${value}'`).join(', ');
      const column = identifier(check.column);
      return `select count(*) as breaches, min(cast(${column} as varchar)) as example from ${table}
        where ${column} is not null and ${column} not in (${values})`;
    }
    case 'identity':
      return `select case when a is not distinct from b then 0 else 1 end as breaches,
          coalesce(cast(a as varchar), 'null') || ' is not ' || coalesce(cast(b as varchar), 'null') as example
        from (select (${check.left}) as a, (${check.right}) as b)`;
  }
}

function describe(check: Check): string {
  switch (check.kind) {
    case 'unique':
      return `(${check.columns.join(', ')}) is unique`;
    case 'not_null':
      return `${check.columns.join(', ')} without nulls`;
    case 'accepted':
      return `${check.column} is one of ${check.values.join(', ')}`;
    case 'identity':
      return check.name;
  }
}
