import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { RESULT_SCHEMA_VERSION, type Result } from '../../src/common/result.js';
import { RESULT_SCHEMA_ID, renderJson } from '../../src/report/json.js';
import { expectGolden } from './golden.js';
import { publishedSchema, resultSchema } from './result-schema.js';
import { sampleResult } from './sample-result.js';

const committed = readFileSync(new URL('../../src/report/result.schema.json', import.meta.url), 'utf8');

describe('result.schema.json', () => {
  it('is the schema that the contract gives', () => {
    expect(JSON.parse(committed)).toEqual(JSON.parse(publishedSchema()));
    expect(RESULT_SCHEMA_ID).toBe(`urn:clv-audit:result:${RESULT_SCHEMA_VERSION}`);
  });

  it('has every key of the contract, and no other', () => {
    type Keys<T> = T extends readonly (infer Item)[] ? Keys<Item> : keyof T;
    type Printed = z.infer<typeof resultSchema>;
    expectTypeOf<Exclude<keyof Printed, '$schema'>>().toEqualTypeOf<keyof Result>();
    expectTypeOf<Keys<Printed['tables']>>().toEqualTypeOf<Keys<Result['tables']>>();
    expectTypeOf<Keys<Printed['tables'][number]['columns']>>().toEqualTypeOf<
      Keys<Result['tables'][number]['columns']>
    >();
    expectTypeOf<Keys<Printed['figures']>>().toEqualTypeOf<Keys<Result['figures']>>();
    expectTypeOf<Keys<Printed['identities']>>().toEqualTypeOf<Keys<Result['identities']>>();
    expectTypeOf<keyof Printed['lineage']>().toEqualTypeOf<keyof Result['lineage']>();
  });

  it('accepts what is printed, and refuses a result that breaks it', () => {
    const schema = z.fromJSONSchema(JSON.parse(committed));
    const printed = JSON.parse(renderJson(sampleResult));
    expect(schema.safeParse(printed).error).toBeUndefined();
    expect(resultSchema.safeParse(printed).error).toBeUndefined();
    const { headline, ...without } = printed;
    expect(headline).toBe(sampleResult.headline);
    for (const broken of [
      without,
      { ...printed, schemaVersion: 2 },
      { ...printed, extra: 1 },
      {
        ...printed,
        tables: [{ ...printed.tables[0], columns: [{ id: 'x', title: 'x', type: 'currency' }] }],
      },
    ]) {
      expect(schema.safeParse(broken).success).toBe(false);
    }
  });
});

describe('renderJson', () => {
  it('prints the result itself, only declared columns, every column in every row', () => {
    const row = { customers: 1, stray: 'not declared' };
    const table = { ...sampleResult.tables[0]!, rows: [row, Object.create({ customers: 5 })] };
    const printed = JSON.parse(renderJson({ ...sampleResult, tables: [table] }));
    expect(printed.tables[0].rows[0]).toEqual({
      ...Object.fromEntries(table.columns.map(({ id }) => [id, null])),
      customers: 1,
    });
    expect(printed.tables[0].rows[1].customers).toBeNull();
    const { $schema, ...rest } = JSON.parse(renderJson(sampleResult));
    expect($schema).toBe(RESULT_SCHEMA_ID);
    const { tables, ...expected } = JSON.parse(JSON.stringify(sampleResult));
    const { tables: printedTables, ...others } = rest;
    expect(others).toEqual(expected);
    expect(printedTables).toEqual(tables);
  });

  it('prints values that JSON has no word for as null', () => {
    const columns = [{ id: 'x', title: 'x', type: 'number' as const }];
    const rows = [{ x: Number.NaN }, { x: Number.POSITIVE_INFINITY }, { x: -0 }];
    const table = { id: 't', title: 't', section: 's', columns, rows };
    const printed = JSON.parse(renderJson({ ...sampleResult, tables: [table] }));
    expect(printed.tables[0].rows).toEqual([{ x: null }, { x: null }, { x: 0 }]);
  });

  it('gives the same bytes whatever order the keys were made in', () => {
    const backwards = Object.fromEntries(Object.entries(sampleResult).reverse()) as unknown as Result;
    expect(renderJson(backwards)).toBe(renderJson(sampleResult));
    expectGolden('result.json', renderJson(sampleResult));
  });
});
