import { describe, expect, it } from 'vitest';
import type { Vars } from '../../src/mart/relation.js';
import { type Customer, type Line, martOf, shown, using } from './fixture.js';

const SHOWN = ['customer_id', 'segment', 'value'];
const segments = (
  attribute: string,
  given: { lines: readonly Line[]; customers?: readonly Customer[] },
  vars: Partial<Vars> = {},
) => using(martOf(given, { attribute, ...vars }), (mart) => shown(mart, 'customer_segments', SHOWN));

const order = (customer: string, ts: string, more: Partial<Line> = {}): Line => ({
  customer,
  order: `${customer}-${ts}`,
  ts,
  amount: '1',
  ...more,
});

it("takes the customers file's word before the first order's, and that before none", async () => {
  const lines = [
    order('a', '2024-01-01', { attributes: { city: 'Bonn' } }),
    order('a', '2024-01-02', { attributes: { city: 'Ulm' } }),
    order('b', '2024-01-01', { attributes: { city: 'Bonn' } }),
    order('c', '2024-01-01'),
    order('c', '2024-01-02', { attributes: { city: 'Ulm' } }),
    order('d', '2024-01-01', { amount: '-1', attributes: { city: 'Ulm' } }),
  ];
  const customers = [
    { id: 'b', attributes: { city: 'Aachen' } },
    { id: 'e', attributes: { city: 'Köln' } },
  ];
  expect(await segments('city', { lines, customers })).toEqual([
    'a Bonn Bonn',
    'b Aachen Aachen',
    'c (none) (none)',
  ]);
});

it('splits by what led the first order', async () => {
  const lines = [
    order('a', '2024-01-01', { category: 'toys', product: 'p1', amount: '2' }),
    order('a', '2024-01-01', { category: 'books', product: 'p2', amount: '3' }),
    order('b', '2024-01-01', { product: 'p1' }),
  ];
  expect(await segments('first_category', { lines })).toEqual(['a books books', 'b (none) (none)']);
  expect(await segments('first_product', { lines })).toEqual(['a p2 p2', 'b p1 p1']);
});

it('keeps the names of the fifteen largest, ties by name', async () => {
  const lines = Array.from({ length: 16 }, (_, i) => String.fromCharCode(97 + i)).flatMap((city) => [
    order(`${city}1`, '2024-01-01', { attributes: { city } }),
    ...(city === 'p' ? [order('p2', '2024-01-01', { attributes: { city } })] : []),
  ]);
  const found = await segments('city', { lines });
  expect(found.filter((row) => row.includes('(other)'))).toEqual(['o1 (other) o']);
  expect(found.filter((row) => row.endsWith(' p'))).toEqual(['p1 p p', 'p2 p p']);
});

it.each(['a/b', 'm~n', 'metadata.channel', 'Größe', "it's", 'a"b', '$.x', '/'])(
  'finds an attribute named %s',
  async (name) => {
    expect(
      await segments(name, {
        lines: [order('a', '2024-01-01', { attributes: { [name]: 'x', other: 'y' } })],
      }),
    ).toEqual(['a x x']);
  },
);

describe('an attribute that has changed', () => {
  const given = {
    lines: [
      order('a', '2024-01-01', { attributes: { channel: 'shop' } }),
      order('a', '2024-06-01'),
      order('b', '2024-03-01'),
      order('c', '2024-01-01', { attributes: { channel: 'shop' } }),
    ],
    customers: [
      { id: 'a', attributes: { channel: 'web' } },
      { id: 'a', from: '2024-02-01', attributes: { channel: 'app' } },
      { id: 'a', from: '2024-02-20', attributes: { channel: 'app' } },
      { id: 'a', from: '2024-07-01', attributes: { channel: 'phone' } },
      { id: 'b', acquired: '2024-02-10', from: '2024-02-10', attributes: { channel: 'web' } },
      { id: 'b', from: '2024-02-11', attributes: { channel: 'app' } },
      { id: 'c', from: '2024-02-01', attributes: { channel: 'web' } },
    ],
  };
  const on = (vars: Partial<Vars>) => segments('channel', given, vars);

  it('has a history of spans of days', () =>
    using(martOf(given), async (mart) => {
      const columns = ['customer_id', 'valid_from', 'valid_to', 'value'];
      expect(await shown(mart, 'customer_attribute_history', columns)).toEqual([
        'a 2024-02-01 2024-07-01 app',
        'a 2024-07-01 - phone',
        'a - 2024-02-01 web',
        'b 2024-02-10 2024-02-11 web',
        'b 2024-02-11 - app',
        'c 2024-02-01 - web',
      ]);
    }));

  it('counts as of the end of observation, or as of each acquisition, or as of a day', async () => {
    expect(await on({})).toEqual(['a app app', 'b app app', 'c web web']);
    expect(await on({ as_of: '2024-07-01' })).toEqual(['a phone phone', 'b app app', 'c web web']);
    expect(await on({ attributes_as_of: 'then' })).toEqual(['a web web', 'b web web', 'c shop shop']);
    const day = (attributes_day: string) => on({ attributes_as_of: 'day', attributes_day });
    expect(await day('2024-02-10')).toEqual(['a app app', 'b web web', 'c web web']);
    expect(await day('2024-01-31')).toEqual(['a web web', 'b (none) (none)', 'c shop shop']);
  });

  it('counts by the days of the zone', async () => {
    const customers = [{ id: 'b', from: '2024-03-01T23:30:00', attributes: { channel: 'app' } }];
    const then = { attributes_as_of: 'then' };
    expect(await segments('channel', { ...given, customers }, then)).toContain('b app app');
    const later = [{ id: 'b', from: '2024-03-02T23:30:00', attributes: { channel: 'app' } }];
    expect(await segments('channel', { ...given, customers: later }, then)).toContain('b (none) (none)');
    const zone = { attributes_as_of: 'day', attributes_day: '2024-03-02', time_zone: 'Europe/Berlin' };
    expect(await segments('channel', { ...given, customers: later }, zone)).toContain('b (none) (none)');
    expect(
      await segments('channel', { ...given, customers: later }, { ...zone, attributes_day: '2024-03-03' }),
    ).toContain('b app app');
  });
});

it('a later record of the same system takes a consent or a hiding back, another system none', () =>
  using(
    martOf({
      customers: [
        { id: 'a', system: 'crm', visible: false, consents: { mail: false } },
        { id: 'a', system: 'crm', from: '2024-02-01', visible: true, consents: { mail: true } },
        { id: 'b', system: 'crm', visible: false, consents: { mail: false } },
        { id: 'b', system: 'shop', from: '2024-02-01', visible: true, consents: { mail: true } },
        { id: 'c', from: '2024-02-01', visible: false, consents: { mail: false } },
        { id: 'c', from: '2024-03-01', attributes: { city: 'Bonn' } },
      ],
    }),
    async (mart) => {
      expect(await shown(mart, 'customer_profiles', ['customer_id', 'is_visible'])).toEqual([
        'a true',
        'b false',
        'c false',
      ]);
      expect(await shown(mart, 'customer_profile_attributes', ['customer_id', 'name', 'value'])).toEqual([
        'a mail true',
        'b mail false',
        'c city Bonn',
        'c mail false',
      ]);
    },
  ));
