import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lens2Relations } from '../../src/lenses/lens2/relations.js';
import { lens3Relations } from '../../src/lenses/lens3/relations.js';
import { compile, relationText } from '../../src/mart/compile.js';
import type { Store } from '../../src/store/store.js';
import { testMart } from '../mart/fixture.js';
import { allRelations, emptyStore } from './fixture.js';

const relations = [...lens2Relations, ...lens3Relations].filter(({ scope }) => scope !== 'source');

describe('relations of lenses 2 and 3', () => {
  let store: Store;
  beforeAll(async () => {
    store = await emptyStore();
    await testMart(store, allRelations).build(relations.map(({ name }) => name));
  });
  afterAll(() => store.close());

  it.each(relations.map((relation) => [relation.name, relation] as const))(
    '%s declares the inputs and vars that its text uses',
    (_, relation) => {
      const { refs, vars } = compile(relationText(relation));
      expect(refs).toEqual([...relation.inputs].sort());
      expect(vars).toEqual([...relation.vars].sort());
    },
  );

  it.each(relations.map((relation) => [relation.name, relation] as const))(
    '%s is bound by the engine with the documented columns',
    async (_, relation) => {
      const rows = await store.rows(`describe select * from ${relation.name}`);
      expect(rows.map((row) => [row.column_name, row.column_type])).toEqual(
        relation.columns.map((column) => [column.name, column.type]),
      );
    },
  );
});
