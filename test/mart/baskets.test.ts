import { expect, it } from 'vitest';
import { type Line, martOf, shown, using } from './fixture.js';

const BASKET = [
  'order_id',
  'customer_id',
  'first_category',
  'first_product',
  'distinct_products',
  'distinct_categories',
];

const TEN: readonly Line[] = [
  { customer: 'c1', order: 'o1', ts: '2024-01-01T10:00:00', amount: '5', product: 'p1', category: 'a' },
  { customer: 'c1', order: 'o1', ts: '2024-01-01T10:00:00', amount: '9', product: 'p2', category: 'b' },
  { customer: 'c1', order: 'o1', ts: '2024-01-01T10:00:01', amount: '99', product: 'p3', category: 'b' },
  { customer: 'c1', order: 'o1', ts: '2024-01-01T09:00:00', amount: '-99', product: 'p4', category: 'z' },
  { customer: 'c1', order: 'o2', ts: '2024-02-01', amount: '1', product: 'p1' },
  { customer: 'c1', order: 'o2', ts: '2024-02-01', amount: '1', product: 'p1', category: 'a' },
  { customer: 'c2', order: 'o3', ts: '2024-01-05', amount: '3' },
  { customer: 'c3', order: 'o0', ts: '2024-01-05', amount: '0', product: 'gift', category: 'g' },
  { customer: 'c3', order: 'o0', ts: '2024-01-06', amount: '2', product: 'p1', category: 'a' },
  { customer: 'c3', order: 'o00', ts: '2024-01-05', amount: '2', product: 'p9', category: 'q' },
];

it('counts products and categories of purchase lines, and names the first: the dearest of its instant', () =>
  using(martOf({ lines: TEN }), async (mart) => {
    expect(await shown(mart, 'order_baskets', BASKET)).toEqual([
      'o0 c3 g gift 2 2',
      'o00 c3 q p9 1 1',
      'o1 c1 b p2 3 2',
      'o2 c1 a p1 1 1',
      'o3 c2 - - 0 0',
    ]);
    mart.set({ zero_value: 'drop' });
    expect((await shown(mart, 'order_baskets', BASKET))[0]).toBe('o0 c3 a p1 1 1');
  }));

it('finds the first order of a customer, ties by order id, and what led it', () =>
  using(martOf({ lines: TEN }, { attribute: 'first_category' }), async (mart) => {
    expect(await shown(mart, 'customer_first_orders', ['customer_id', 'order_id', 'order_date'])).toEqual([
      'c1 o1 2024-01-01',
      'c2 o3 2024-01-05',
      'c3 o0 2024-01-05',
    ]);
    expect(
      await shown(mart, 'customer_first_baskets', ['customer_id', 'first_category', 'first_product']),
    ).toEqual(['c1 b p2', 'c2 - -', 'c3 g gift']);
    mart.set({ zero_value: 'drop' });
    expect((await shown(mart, 'customer_first_baskets', ['customer_id', 'first_product'])).at(-1)).toBe(
      'c3 p9',
    );
    mart.set({ attribute: 'city' });
    expect(await shown(mart, 'customer_first_baskets', ['customer_id'])).toEqual([]);
  }));
