import { describe, expect, it } from 'vitest';
import { groupsBy } from '../../src/mart/checks.js';
import { compile, withValues } from '../../src/mart/compile.js';
import { fingerprint, transitiveInputs, transitiveVars } from '../../src/mart/fingerprint.js';
import type { Check, Relation } from '../../src/mart/relation.js';
import { martRelations } from '../../src/mart/relations.js';
import { defaultVars, martOf, memoryStore, testMart } from './fixture.js';

describe('a text', () => {
  it('has ref and var, and nothing else', () => {
    expect(compile(`select * from {{ ref('a') }} join {{ref('b')}} on x = {{ var('as_of') }}`)).toEqual({
      text: 'select * from "a" join "b" on x = $as_of',
      refs: ['a', 'b'],
      vars: ['as_of'],
    });
    expect(() => compile(`select {{ var('password') }}`)).toThrow('unknown var: password');
  });

  it('fills values in for a view, whatever they hold', () => {
    const vars = {
      ...defaultVars,
      time_zone: "it's $zero_value",
      zero_value: 'keep',
      as_of: null,
      top_items: 3,
    };
    expect(
      withValues(
        `select {{ var('time_zone') }}, {{ var('zero_value') }}, {{ var('as_of') }}, {{ var('top_items') }} from {{ ref('a') }}`,
        (name) => name,
        vars,
      ),
    ).toBe("select 'it''s $zero_value', 'keep', null, 3 from a");
  });
});

describe('a mart', () => {
  it('builds what is missing once, and again what a changed var reaches', async () => {
    const mart = await martOf({ lines: [{ customer: 'a', ts: '2024-02-01', amount: '1' }] });
    const periods = async () =>
      Number((await mart.rows(`select count(*) as n from {{ ref('customer_periods') }}`))[0]!.n);
    await mart.build(['customer_periods']);
    expect(await periods()).toBe(4);
    await mart.store.run('delete from orders');
    mart.set({ granularity: 'week' });
    await mart.build(['customer_periods']);
    expect(await periods()).toBe(0);
    mart.set({ time_zone: 'Asia/Tokyo' });
    await mart.build(['customer_periods']);
    expect(await periods()).toBe(1);
  });

  it('takes a relation as it stands, and builds it again once it is told to forget', async () => {
    const mart = await martOf({ lines: [{ customer: 'a', ts: '2024-02-01', amount: '1' }] });
    await mart.store.run('create or replace table orders as select 1 as mine');
    mart.adopt('orders');
    await mart.build(['orders']);
    expect(await mart.rows(`select * from {{ ref('orders') }}`)).toEqual([{ mine: 1 }]);
    mart.forget(['orders']);
    await mart.build(['orders']);
    expect(await mart.rows(`select customer_id from {{ ref('orders') }}`)).toEqual([{ customer_id: 'a' }]);
  });

  it('leaves out columns that nobody reads, and whoever does is told', async () => {
    const mart = await martOf({ lines: [{ customer: 'a', ts: '2024-02-01', amount: '1' }] });
    mart.narrow('customers', ['order_days', 'units']);
    await mart.build(['customers']);
    const names = (await mart.rows(`describe select * from {{ ref('customers') }}`)).map(
      (row) => row.column_name,
    );
    expect(names).toContain('orders');
    expect(names).not.toContain('order_days');
    await expect(mart.rows(`select units from {{ ref('customers') }}`)).rejects.toThrow('units');
  });

  it('leaves out columns that are named and not read: they are null', async () => {
    const mart = await martOf({ lines: [{ customer: 'a', ts: '2024-02-01', amount: '1' }] });
    mart.blank('customers', ['first_order_ts']);
    await mart.build(['customers']);
    expect(await mart.rows(`select customer_id, first_order_ts from {{ ref('customers') }}`)).toEqual([
      { customer_id: 'a', first_order_ts: null },
    ]);
  });

  it('asks once what was asked before, until what it reads is built again or other values are bound', async () => {
    const mart = await martOf({ lines: [{ customer: 'a', ts: '2024-02-01', amount: '1' }] });
    await mart.build(['orders']);
    const count = async (least: string) =>
      (
        await mart.rowsOnce(
          `select count(*) as n from {{ ref('orders') }} where order_date >= cast($least as date)`,
          { least },
        )
      )[0]!.n;
    expect(await count('2024-01-01')).toBe(1);
    await mart.store.run('delete from order_lines');
    await mart.store.run('delete from orders');
    expect(await count('2024-01-01')).toBe(1);
    expect(await count('2024-01-02')).toBe(0);
    mart.forget(['orders']);
    await mart.build(['orders']);
    expect(await count('2024-01-01')).toBe(0);
  });

  it('makes something of the rows of a relation once, until it is built again or dropped', async () => {
    const mart = await martOf({ lines: [{ customer: 'a', ts: '2024-02-01', amount: '1' }] });
    await mart.build(['orders']);
    let made = 0;
    const make = async () => ++made;
    expect(await mart.once('orders', 'a', make)).toBe(1);
    expect(await mart.once('orders', 'a', make)).toBe(1);
    expect(await mart.once('orders', 'b', make)).toBe(2);
    mart.forget(['orders']);
    await mart.build(['orders']);
    expect(await mart.once('orders', 'a', make)).toBe(3);
    await mart.discard(['orders']);
    expect(await mart.once('orders', 'a', make)).toBe(4);
  });

  it('discards what it has built, and nothing that it has not', async () => {
    const mart = await martOf({ lines: [{ customer: 'a', ts: '2024-02-01', amount: '1' }] });
    await mart.build(['order_days']);
    await mart.discard(['order_days', 'cohorts', 'order_lines']);
    await expect(mart.rows(`select * from {{ ref('order_days') }}`)).rejects.toThrow('order_days');
    expect(await mart.rows(`select customer_id from {{ ref('orders') }}`)).toHaveLength(1);
    await mart.build(['order_days']);
    expect(await mart.rows(`select orders from {{ ref('order_days') }}`)).toEqual([{ orders: 1 }]);
  });

  it('knows what it does not know', async () => {
    const mart = await martOf({});
    await expect(mart.build(['nonsense'])).rejects.toThrow('unknown relation: nonsense');
    expect(() => transitiveVars(martRelations, 'nonsense')).toThrow('unknown relation: nonsense');
  });

  it('gives numbers as columns', async () => {
    const mart = await martOf({ lines: [{ customer: 'a', ts: '2024-02-01', amount: '1.5' }] });
    await mart.build(['orders']);
    const { spend, units } = await mart.columns(`select spend, units from {{ ref('orders') }}`, [
      'spend',
      'units',
    ]);
    expect([...spend, ...units]).toEqual([1.5, Number.NaN]);
  });
});

describe('columns that a text groups by in its last words', () => {
  const named = (name: string) => martRelations.find((relation) => relation.name === name)!;

  it('are unique by that', () => {
    expect(groupsBy(named('order_days'), ['order_date'])).toBe(true);
    expect(groupsBy(named('returns'), ['return_date', 'return_id', 'customer_id'])).toBe(true);
  });

  it('are others than those of a step, of a part of the key or of a union, or of a table that somebody else fills', () => {
    expect(groupsBy(named('orders'), ['order_id', 'customer_id'])).toBe(false);
    expect(groupsBy(named('returns'), ['return_id', 'customer_id'])).toBe(false);
    expect(groupsBy(named('order_lines'), ['order_id'])).toBe(false);
    expect(groupsBy(named('customer_profile_attributes'), ['customer_id', 'name'])).toBe(false);
  });
});

describe('checks', () => {
  const broken: readonly [Check, string][] = [
    [
      { kind: 'unique', columns: ['customer_id'] },
      '(customer_id) is unique: 1 breach(es), for example (twice)',
    ],
    [{ kind: 'not_null', columns: ['order_id'] }, 'order_id without nulls: 1 breach(es), for example a null'],
    [
      { kind: 'accepted', column: 'category', values: ['a', 'b'] },
      'category is one of a, b: 1 breach(es), for example c',
    ],
    [
      { kind: 'identity', name: 'one is two', left: 'select 1', right: 'select 2' },
      'one is two: 1 breach(es), for example 1 is not 2',
    ],
    [
      { kind: 'identity', name: 'null is one', left: 'select null', right: 'select 1' },
      'null is one: 1 breach(es), for example null is not 1',
    ],
  ];
  it.each(broken)('end the build: %o', async (check, message) => {
    const store = await memoryStore();
    const folder = new URL('../../src/mart/', import.meta.url).href;
    const source: Relation = {
      ...martRelations.find(({ name }) => name === 'line_profits')!,
      inputs: [],
      checks: [check],
    };
    await store.run(`create table order_lines as select 'twice' as customer_id, unnest(['x', null]) as order_id, false as has_order_id,
      timestamp '2024-01-01' as order_ts, 1.5 as amount, 1.5 as quantity, 1.5 as cost, 1.5 as profit, false as is_return, false as is_cancelled,
      'p' as product_id, unnest(['a', 'c']) as category, null as attributes`);
    await store.run(
      'create table products (product_id varchar, category varchar, margin_pct double, unit_cost double, valid_from timestamp)',
    );
    await store.run('create table margins (category varchar, margin_pct double)');
    await expect(testMart(store, [{ ...source, folder }]).build(['line_profits'])).rejects.toMatchObject({
      code: 'relation_check_failed',
      message: `relation line_profits: ${message}. No report is made from it. Run with --no-checks to see the numbers all the same, and please report this.`,
    });
    await store.close();
  });

  it('hold for values that are accepted, and for nulls', async () => {
    const mart = await martOf({ customers: [{ id: 'a' }] });
    await mart.build(['customers']);
  });
});

describe('what a relation was built with', () => {
  it('is every var that it and its inputs read, and the margins', () => {
    const of = (name: string, change = {}, margins = '') =>
      fingerprint(martRelations, name, { ...defaultVars, ...change }, margins);
    expect(JSON.parse(of('customers'))).toEqual({
      vars: { fiscal_year_start: 1, order_days: 'told', time_zone: 'UTC', zero_value: 'keep' },
      margins: '',
      texts: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(JSON.parse(of('returns')).texts).not.toBe(JSON.parse(of('orders')).texts);
    expect(of('orders', { fiscal_year_start: 4 })).toBe(of('orders'));
    expect(of('orders', { time_zone: 'Asia/Tokyo' })).not.toBe(of('orders'));
    expect(of('orders', {}, '[[null,"0.4"]]')).not.toBe(of('orders'));
  });

  it('reaches through inputs', () => {
    expect([...transitiveInputs(martRelations, 'returns')].sort()).toEqual([
      'line_profits',
      'margins',
      'order_lines',
      'products',
    ]);
  });
});
