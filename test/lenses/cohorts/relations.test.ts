import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cohortRelations } from '../../../src/lenses/cohorts/relations.js';
import { lens4Relations } from '../../../src/lenses/lens4/relations.js';
import { compile, relationText } from '../../../src/mart/compile.js';
import type { Store } from '../../../src/store/store.js';
import { createSources, memoryStore, testMart } from '../../mart/fixture.js';
import { allRelations } from './setup.js';

const own = [...cohortRelations, ...lens4Relations].filter(({ scope }) => scope !== 'source');

describe('relations of cohorts', () => {
  let store: Store;
  beforeAll(async () => {
    store = await memoryStore();
    await createSources(store, allRelations);
    await testMart(store, allRelations).build(own.map(({ name }) => name));
  });
  afterAll(() => store.close());

  it.each(own.map((relation) => [relation.name, relation] as const))(
    '%s declares the inputs and vars of its text and is bound with the documented columns',
    async (_, relation) => {
      const { refs, vars } = compile(relationText(relation));
      const inChecks = relation.inputs.filter((input) =>
        relation.checks.some(
          (check) => check.kind === 'identity' && `${check.left}${check.right}`.includes(`'${input}'`),
        ),
      );
      expect([...new Set([...refs, ...inChecks])].sort()).toEqual([...relation.inputs].sort());
      expect(vars).toEqual([...relation.vars].sort());
      const rows = await store.rows(`describe select * from ${relation.name}`);
      expect(rows.map((row) => [row.column_name, row.column_type])).toEqual(
        relation.columns.map((column) => [column.name, column.type]),
      );
    },
  );
});
