import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LensReport } from '../../../src/lenses/report.js';
import type { Store } from '../../../src/store/store.js';
import type { Line } from '../../mart/fixture.js';
import { broken, cellsOf, emptyStore, fillLines, rowsOf, runProduct } from './run.js';

const line = (
  customer: string,
  order: string,
  ts: string,
  category: string | null,
  amount: string,
  quantity = '1',
): Line => ({
  customer,
  order,
  ts,
  amount,
  quantity,
  ...(category === null ? {} : { category, product: `${category}1` }),
});

/** Customer 4 ordered before 2020 and only gave back in it; customer 2 gave back an A bought elsewhere. */
const base: readonly Line[] = [
  line('c1', 'o1', '2020-01-05', 'A', '10'),
  line('c1', 'o1', '2020-01-05', 'A', '5'),
  line('c1', 'o1', '2020-01-05', 'B', '20', '2'),
  line('c1', 'o2', '2020-03-01', 'A', '15', '3'),
  line('c2', 'o3', '2020-02-10', 'B', '40', '4'),
  line('c2', 'o3', '2020-04-01', 'B', '-10', '-1'),
  line('c2', 'x1', '2020-05-01', 'A', '-3', '-1'),
  line('c3', 'o4', '2020-05-05', 'C', '30'),
  line('c3', 'o5', '2020-06-06', 'A', '5'),
  line('c3', 'o5', '2020-06-06', 'C', '15'),
  line('c4', 'o0', '2019-12-01', 'A', '50', '5'),
  line('c4', 'x2', '2020-06-01', 'A', '-7', '-1'),
  line('c4', 'o00', '2019-12-01', 'D', '0', '1'),
];
const year = { from: '2020-01-01', to: '2020-12-31' };
const quarter = { text: '2020-Q1', granularity: 'quarter' as const, year: 2020, index: 1 };

describe('ten rows worked by hand', () => {
  let store: Store;
  let report: LensReport;
  beforeAll(async () => {
    store = await emptyStore();
    await fillLines(store, base);
    report = await runProduct(store, {
      ...year,
      options: { cohort: quarter },
      vars: { as_of: '2020-06-20' },
    });
  });
  afterAll(() => store.close());

  it('counts an order once in each category', () => {
    expect(
      cellsOf(report, 'categories', [
        'category',
        'customers',
        'penetration',
        'orders',
        'acof',
        'acov',
        'units',
        'spend',
        'spend_per_buyer',
      ]),
    ).toEqual([
      ['B', 2, 2 / 3, 2, 1, '25.00', 5, '50.00', '25.00'],
      ['C', 1, 1 / 3, 2, 2, '22.50', 2, '45.00', '45.00'],
      ['A', 2, 2 / 3, 3, 1.5, '11.67', 6, '35.00', '17.50'],
      ['D', 0, 0, 0, null, null, null, '0.00', null],
    ]);
  });

  it('closes with the returns of those who did not buy the category', () => {
    expect(cellsOf(report, 'category_total', ['group', 'customers', 'orders', 'spend'])).toEqual([
      ['all categories', 3, 5, '130.00'],
      ['returns without a purchase', null, null, '-10.00'],
      ['total', 3, 5, '120.00'],
    ]);
    expect(broken(report)).toEqual([]);
    expect(report.identities.find(({ id }) => id === 'product_spend')).toMatchObject({
      left: '120',
      right: '120',
    });
    expect(report.identities.find(({ id }) => id === 'category_orders')).toMatchObject({
      left: '7',
      right: '7',
    });
  });

  it('splits the average order into units, price and categories', () => {
    const columns = [
      'basis',
      'aov',
      'units_per_order',
      'price_per_unit',
      'units_per_category',
      'categories_per_order',
      'units_known_share',
    ];
    expect(cellsOf(report, 'basket', columns)).toEqual([
      ['net of returns', '25.40', 2.4, '10.58', 12 / 7, 1.4, 1],
      ['as bought', '28.00', 2.8, '10.00', 2, 1.4, 1],
    ]);
  });

  it('shows how widely each tenth buys, ties by id', () => {
    const columns = [
      'decile',
      'customers',
      'categories_per_customer',
      'categories_per_order',
      'products_per_customer',
      'products_per_order',
      'share_one',
    ];
    expect(cellsOf(report, 'breadth', columns)).toEqual([
      [1, 1, 2, 1.5, 2, 1.5, 0],
      [2, 1, 2, 1.5, 2, 1.5, 0],
      [3, 1, 1, 1, 1, 1, 1],
    ]);
    expect(
      cellsOf(report, 'breadth_counts', ['categories', 'customers', 'aof', 'share_spend']).slice(0, 3),
    ).toEqual([
      ['1', 1, 1, 27 / 127],
      ['2', 2, 2, 100 / 127],
      ['3', 0, null, 0],
    ]);
    expect(rowsOf(report, 'breadth_counts')).toHaveLength(4);
  });

  it('counts who bought both, and the lift over chance', () => {
    expect(cellsOf(report, 'co_buying', ['category', 'other', 'customers', 'share_buyers', 'lift'])).toEqual([
      ['B', 'B', 2, 1, null],
      ['B', 'C', 0, 0, 0],
      ['B', 'A', 1, 0.5, 0.75],
      ['B', 'D', 0, 0, null],
      ['C', 'B', 0, 0, 0],
      ['C', 'C', 1, 1, null],
      ['C', 'A', 1, 1, 1.5],
      ['C', 'D', 0, 0, null],
      ['A', 'B', 1, 0.5, 0.75],
      ['A', 'C', 1, 0.5, 1.5],
      ['A', 'A', 2, 1, null],
      ['A', 'D', 0, 0, null],
      ['D', 'B', 0, null, null],
      ['D', 'C', 0, null, null],
      ['D', 'A', 0, null, null],
      ['D', 'D', 0, null, null],
    ]);
  });

  it('finds the customers of a single category', () => {
    expect(cellsOf(report, 'sole', ['category', 'customers', 'share_buyers', 'aof', 'aov', 'spend'])).toEqual(
      [
        ['B', 1, 0.5, 1, '27.00', '27.00'],
        ['C', 0, 0, null, null, '0.00'],
        ['A', 0, 0, null, null, '0.00'],
        ['D', 0, null, null, null, '0.00'],
      ],
    );
  });

  it('values customers by the categories of their first order', () => {
    const entries = cellsOf(report, 'entry', [
      'category',
      'customers',
      'share_customers',
      'value_to_date',
      'value_index',
      'value_index_equal_age',
    ]);
    expect(entries).toEqual([
      ['B', 2, 0.5, '38.50', expect.closeTo(77 / 85, 12), 1],
      ['C', 1, 0.25, '50.00', expect.closeTo(100 / 85, 12), 1],
      ['A', 2, 0.5, '46.50', expect.closeTo(93 / 85, 12), expect.closeTo(93 / 81.5, 12)],
      ['D', 0, 0, null, null, null],
    ]);
  });

  it('gives each customer one favourite', () => {
    expect(cellsOf(report, 'favourites', ['category', 'customers', 'mean_value', 'value_index'])).toEqual([
      ['B', 1, '27.00', expect.closeTo(81 / 127, 12)],
      ['C', 1, '50.00', expect.closeTo(150 / 127, 12)],
      ['A', 1, '50.00', expect.closeTo(150 / 127, 12)],
      ['D', 0, null, null],
    ]);
  });

  it('follows a cohort, silent periods as zeros, the unfinished one marked', () => {
    const columns = [
      'category',
      'age',
      'complete',
      'cohort_size',
      'customers',
      'share',
      'cumulative_customers',
      'cumulative_share',
    ];
    expect(cellsOf(report, 'penetration', columns).slice(0, 6)).toEqual([
      ['B', 0, true, 2, 2, 1, 2, 1],
      ['B', 1, false, 2, 0, 0, 2, 1],
      ['C', 0, true, 2, 0, 0, 0, 0],
      ['C', 1, false, 2, 0, 0, 0, 0],
      ['A', 0, true, 2, 1, 0.5, 1, 0.5],
      ['A', 1, false, 2, 0, 0, 1, 0.5],
    ]);
    expect(report.notes.map(({ code }) => code)).toContain('penetration_incomplete');
  });

  it('answers from the numbers', () => {
    expect(report.answers.map(({ answer }) => answer)).toEqual([
      '"B" brings 41.7 % of it: 66.7 % of the active customers bought it, 1.00 times each, for 25.00 EUR an order.',
      '25.40 EUR = 2.40 units × 10.58 EUR each; it holds 1.40 categories.',
      '33.3 % bought a single category in the period.',
      'No pair is bought together clearly more often than by chance.',
      'Most come in by "B" (50.0 %; value index 0.91). No entry is clearly worth more than the mean.',
    ]);
    expect(report.tables.at(-1)).toMatchObject({
      id: 'patterns',
      rows: [{ fact: 'customers who buy a single category', elsewhere: '53 %', here: '33.3 %' }],
    });
  });

  it('leaves out of the entries who was acquired before a day', async () => {
    const late = await runProduct(store, {
      ...year,
      options: { cohort: quarter },
      context: { historyStart: 'before_data' },
    });
    expect(cellsOf(late, 'entry', ['category', 'customers']).slice(0, 3)).toEqual([
      ['B', 2],
      ['C', 1],
      ['A', 1],
    ]);
    expect(late.notes.find(({ code }) => code === 'entry_before_data')?.text).toMatch(
      /^1 customer was acquired before 2019-12-29/,
    );
  });
});

describe('orders of one item', () => {
  const bought = (customer: string, orders: readonly string[]) =>
    orders.map((order) => line(customer, `${customer}${order}`, '2020-02-02', 'A', '10'));

  it('are told apart where lines do not tell how many they are', async () => {
    const store = await emptyStore();
    try {
      await fillLines(store, [
        ...bought('a', ['1', '1', '2']),
        ...bought('b', ['1', '1', '1', '1']),
        ...bought('c', ['1', '2', '3']),
        ...bought('d', ['1', '2']),
        ...bought('e', ['1', '1']),
        ...bought('f', ['1', '2', '2', '3', '3', '3']),
        line('f', 'f4', '2020-03-03', 'A', '-1', '-1'),
      ]);
      const report = await runProduct(store, year);
      const rows = await store.rows(
        `select customer_id, product_customers.orders from product_customers
        inner join lens1_ranked on value_rank = customer_rank order by customer_id`,
      );
      expect(rows.map((row) => [row.customer_id, row.orders])).toEqual([
        ['a', 2],
        ['b', 1],
        ['c', 3],
        ['d', 2],
        ['e', 1],
        ['f', 3],
      ]);
      expect(await store.rows('select customer_rank from product_several')).toHaveLength(3);
      expect(broken(report)).toEqual([]);
    } finally {
      await store.close();
    }
  });
});
