import { expect, it } from 'vitest';
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
