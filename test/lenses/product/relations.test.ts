import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productRelations } from '../../../src/lenses/product/relations.js';
import { lensRelations } from '../../../src/lenses/relations.js';
import { compile, relationText } from '../../../src/mart/compile.js';
import { martRelations } from '../../../src/mart/relations.js';
import type { Store } from '../../../src/store/store.js';
import { createSources, memoryStore, testMart } from '../../mart/fixture.js';

describe('relations of the product lens', () => {
  const all = [...martRelations, ...lensRelations];
  const cases = productRelations.map((relation) => [relation.name, relation] as const);
  let store: Store;
  beforeAll(async () => {
    store = await memoryStore();
    await createSources(store, all);
    const mart = testMart(store, all, { from_date: '2020-01-01', to_date: '2020-12-31' });
    await mart.build(productRelations.map(({ name }) => name));
  });
  afterAll(() => store.close());

  it.each(cases)('%s declares the inputs and vars that its text uses', (_, relation) => {
    const { refs, vars } = compile(relationText(relation));
    expect(refs).toEqual([...relation.inputs].sort());
    expect(vars).toEqual([...relation.vars].sort());
  });

  it.each(cases)('%s is bound by the engine with the documented columns', async (_, relation) => {
    const rows = await store.rows(`describe select * from ${relation.name}`);
    expect(rows.map((row) => [row.column_name, row.column_type])).toEqual(
      relation.columns.map((column) => [column.name, column.type]),
    );
  });

  it.each(cases)('%s reads only relations that stand before it', (name, relation) => {
    const position = (of: string) => all.findIndex((candidate) => candidate.name === of);
    for (const input of relation.inputs) {
      expect(position(input), input).toBeGreaterThanOrEqual(0);
      expect(position(input), input).toBeLessThan(position(name));
    }
  });
});
