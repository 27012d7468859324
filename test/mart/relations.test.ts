import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, relationText } from '../../src/mart/compile.js';
import type { Relation } from '../../src/mart/relation.js';
import { martRelations } from '../../src/mart/relations.js';
import { temporaryType } from '../../src/mart/temporary-table.js';
import type { Store } from '../../src/store/store.js';
import { createSources, memoryStore, testMart } from './fixture.js';

describe('every relation', () => {
  let store: Store;
  beforeAll(async () => {
    store = await memoryStore();
    await createSources(store, martRelations);
    // Stored tables have the declared types; temporary ones those that the texts give.
    await testMart(store, martRelations, {}, 'temporary').build(martRelations.map(({ name }) => name));
  });
  afterAll(() => store.close());

  const withText = martRelations.filter((relation) => relation.scope !== 'source');

  it.each(withText.map((r) => [r.name, r] as const))(
    '%s declares the inputs and vars that its text uses',
    (_, relation) => {
      const { refs, vars } = compile(relationText(relation));
      expect(refs).toEqual(
        [...new Set([...relation.inputs])]
          .sort()
          .filter((name) => refs.includes(name) || !isCheckOnly(relation, name)),
      );
      expect(vars).toEqual([...relation.vars].sort());
    },
  );

  it.each(withText.map((r) => [r.name, r] as const))(
    '%s is bound by the engine with the documented columns',
    async (_, relation) => {
      const rows = await store.rows(`describe select * from ${relation.name}`);
      expect(rows.map((row) => [row.column_name, row.column_type])).toEqual(
        relation.columns.map((column) => [
          column.name,
          relation.materialized === 'table' ? temporaryType(column) : column.type,
        ]),
      );
    },
  );

  it.each(
    withText.filter((r) => r.scope === 'customer' || r.scope === 'order').map((r) => [r.name, r] as const),
  )('%s depends on its customer alone', (_, relation) => {
    const text = relationText(relation);
    expect(relation.vars).not.toContain('as_of');
    expect(
      relation.inputs.every((input) => martRelations.find((r) => r.name === input)?.scope !== 'global'),
    ).toBe(true);
    for (const [clause] of text.matchAll(
      /(partition by|group by)[^)]*?(?=\n *(order by|\)|\n|select|where)|$)/g,
    )) {
      if (/product_id\s*$/.test(clause.trim()) && clause.includes('partition by')) continue;
      expect(clause, `${relation.name}: ${clause}`).toMatch(/customer_id/);
    }
    for (const [over] of text.matchAll(/over \([^)]*\)/g))
      expect(over).toMatch(/partition by\s+(\w+\.)?(customer_id|order_id, customer_id|product_id)/);
  });

  it('has no cycle and names only known inputs', () => {
    const seen = new Set<string>();
    for (const relation of martRelations) {
      for (const input of relation.inputs) expect(seen, `${relation.name} reads ${input}`).toContain(input);
      seen.add(relation.name);
    }
  });
});

function isCheckOnly(relation: Relation, input: string): boolean {
  return relation.checks.some(
    (check) => check.kind === 'identity' && `${check.left}${check.right}`.includes(`'${input}'`),
  );
}
