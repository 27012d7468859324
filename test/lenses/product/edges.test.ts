import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/store.js';
import type { Line } from '../../mart/fixture.js';
import { broken, cellsOf, emptyStore, fillLines, rowsOf, runProduct } from './run.js';

const year = { from: '2020-01-01', to: '2020-12-31' };
const buy = (customer: string, ts: string, amount: string, more: Partial<Line> = {}): Line => ({
  customer,
  order: `${customer}-${ts}`,
  ts,
  amount,
  quantity: '1',
  ...more,
});

describe('edges of the product lens', () => {
  let store: Store;
  beforeAll(async () => {
    store = await emptyStore();
  });
  afterAll(() => store.close());

  it('says what is missing where lines name nothing', async () => {
    await fillLines(store, [buy('a', '2020-01-01', '1')]);
    await expect(runProduct(store, year)).rejects.toMatchObject({
      code: 'no_product_columns',
      exitCode: 3,
      message:
        'audit product: the order lines hold neither a category nor a product. Name the column with --columns category="…" or --columns product_id="…", or give a products file with categories.',
    });
  });

  it('refuses a level that the data do not have', async () => {
    await fillLines(store, [buy('a', '2020-01-01', '1', { product: 'p' })]);
    await expect(runProduct(store, { ...year, options: { level: 'category' } })).rejects.toMatchObject({
      code: 'no_such_product_level',
      exitCode: 2,
      message:
        '--level category: no line has a category. Use --level product, or name the column with --columns.',
    });
  });

  it('counts one customer and one name as one', async () => {
    await fillLines(store, [
      buy('a', '2020-01-01', '5', { category: 'A' }),
      buy('a', '2020-01-02', '3', { category: 'B' }),
    ]);
    const report = await runProduct(store, { ...year, options: { top: 1 } });
    expect(report.notes.find(({ code }) => code === 'other_items')?.text).toMatch(
      /^The category of most spend keeps its name; /,
    );
    const descriptions = report.tables.map(({ description }) => description).join('\n');
    expect(descriptions).toContain('Share of the 1 customer of the cohort');
    expect(descriptions).toContain('share of the 1 active customer who bought');
  });

  it('tells no share of a profit that is not above zero', async () => {
    await fillLines(store, [
      buy('a', '2020-01-01', '5', { category: 'Loss', profit: '-9' }),
      buy('b', '2020-01-02', '3', { category: 'Gamma', profit: '2' }),
    ]);
    const { answers } = await runProduct(store, year);
    expect(answers[0]).toEqual({
      question: 'Which category carries the profit?',
      answer:
        'The profit of the period is not above zero; "Gamma" stands highest: 50.0 % of the active customers bought it, 1.00 times each, for 3.00 EUR an order.',
    });
  });

  it('says that no period of the cohort is over, not that nobody bought', async () => {
    const title = async (top: number | null) => {
      const { figures } = await runProduct(store, { ...year, options: { top } });
      return figures.find(({ id }) => id === 'penetration_map')!.title;
    };
    await fillLines(store, [buy('a', '2020-03-01', '5', { category: 'A' })]);
    expect(await title(null)).toBe('Customers acquired in 2020: no year is over yet');
    await fillLines(store, [
      buy('a', '2020-01-01', '5', { category: 'B' }),
      buy('b', '2020-12-31', '50', { category: 'A' }),
    ]);
    expect(await title(null)).toBe('100.0 % of the customers acquired in 2020-01 have bought "B" by age 11');
    expect(await title(1)).toBe('Customers acquired in 2020-01: who buys which category');
  });

  it('refuses a period in which nobody ordered', async () => {
    await fillLines(store, [buy('a', '2020-01-01', '1', { category: 'A' })]);
    await expect(runProduct(store, { from: '2021-01-01', to: '2021-12-31' })).rejects.toMatchObject({
      code: 'empty_period',
    });
  });

  it('knows favourites whatever they cost', async () => {
    await fillLines(store, [
      buy('a', '2020-01-01', '90000000000000', { product: 'dear' }),
      buy('a', '2020-01-02', '90000000000000', { product: 'dear' }),
      buy('a', '2020-01-03', '1', { product: 'cheap' }),
      buy('b', '2020-01-03', '40000000', { product: 'cheap' }),
      buy('b', '2020-01-04', '30000000', { product: 'cheap' }),
    ]);
    const report = await runProduct(store, year);
    expect(cellsOf(report, 'favourites', ['category', 'customers', 'mean_value'])).toEqual([
      ['dear', 1, '180000000000001.00'],
      ['cheap', 1, '70000000.00'],
    ]);
    expect(broken(report)).toEqual([]);
  });

  it('counts an order once in an item that stands on several of its lines', async () => {
    const twice = { order: 'o1', product: 'p' };
    await fillLines(store, [
      buy('a', '2020-01-01', '5', twice),
      buy('a', '2020-01-01', '7', twice),
      buy('a', '2020-01-01', '9', twice),
      buy('a', '2020-01-02', '2', { product: 'p' }),
    ]);
    const report = await runProduct(store, year);
    expect(cellsOf(report, 'categories', ['category', 'customers', 'orders', 'spend'])).toEqual([
      ['p', 1, 2, '23.00'],
    ]);
  });

  it('falls back to the best products and the rest, in which an order counts once', async () => {
    await fillLines(store, [
      buy('a', '2020-01-01', '50', { product: 'top' }),
      buy('a', '2020-01-02', '10', { product: 'x' }),
      buy('a', '2020-01-02', '10', { product: 'y' }),
      buy('b', '2020-01-03', '10', { product: 'y' }),
      buy('b', '2020-01-03', '1', { product: 'top' }),
    ]);
    const report = await runProduct(store, { ...year, options: { top: 1 } });
    expect(cellsOf(report, 'categories', ['category', 'customers', 'orders', 'acof', 'spend'])).toEqual([
      ['top', 2, 2, 1, '51.00'],
      ['(other)', 2, 2, 1, '30.00'],
    ]);
    expect(cellsOf(report, 'co_buying', ['category', 'other', 'customers', 'lift'])).toEqual([
      ['top', 'top', 2, null],
      ['top', '(other)', 2, 1],
      ['(other)', 'top', 2, 1],
      ['(other)', '(other)', 2, null],
    ]);
    expect(cellsOf(report, 'basket', ['categories_per_order'])).toEqual([[5 / 3]]);
    expect(rowsOf(report, 'breadth')[0]).toMatchObject({ products_per_customer: 3, products_per_order: 1.5 });
    expect(report.notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['products_not_categories', 'other_items']),
    );
    expect(broken(report)).toEqual([]);
  });

  it('keeps lines without a category as one of their own', async () => {
    await fillLines(store, [buy('a', '2020-01-01', '5', { category: 'A' }), buy('a', '2020-01-02', '7')]);
    const report = await runProduct(store, year);
    expect(cellsOf(report, 'categories', ['category', 'spend'])).toEqual([
      ['(none)', '7.00'],
      ['A', '5.00'],
    ]);
    expect(report.notes.map(({ code }) => code)).toContain('no_item');
  });

  it('keeps an empty category: sold before the period, or only given back in it', async () => {
    await fillLines(store, [
      buy('a', '2019-05-01', '9', { category: 'Old' }),
      buy('b', '2019-05-02', '8', { category: 'Back' }),
      buy('a', '2020-03-01', '5', { category: 'A' }),
      { customer: 'b', order: 'r', ts: '2020-02-01', amount: '-8', category: 'Back', isReturn: true },
    ]);
    const report = await runProduct(store, year);
    expect(
      cellsOf(report, 'categories', [
        'category',
        'customers',
        'penetration',
        'acof',
        'acov',
        'spend',
        'units',
      ]),
    ).toEqual([
      ['A', 1, 1, 1, '5.00', '5.00', 1],
      ['Back', 0, 0, null, null, '0.00', null],
      ['Old', 0, 0, null, null, '0.00', null],
    ]);
    expect(cellsOf(report, 'category_total', ['group', 'spend'])).toEqual([
      ['all categories', '5.00'],
      ['returns without a purchase', '-8.00'],
      ['total', '-3.00'],
    ]);
    expect(broken(report)).toEqual([]);
    expect(rowsOf(report, 'co_buying').filter(({ category }) => category === 'Old')).toMatchObject(
      rowsOf(report, 'co_buying').flatMap(({ category, other }) =>
        category === 'Old' ? [{ other, customers: 0, lift: null }] : [],
      ),
    );
  });

  it('does not invent units', async () => {
    const none = { category: 'A' };
    await fillLines(store, [
      { customer: 'a', order: '1', ts: '2020-01-01', amount: '5', ...none },
      { customer: 'a', order: '2', ts: '2020-01-02', amount: '5', ...none },
    ]);
    const unknown = await runProduct(store, year);
    expect(
      cellsOf(unknown, 'basket', ['aov', 'units_per_order', 'price_per_unit', 'units_known_share']),
    ).toEqual([['5.00', null, null, 0]]);
    expect(unknown.notes.find(({ code }) => code === 'units_unknown')?.text).toMatch(
      /^No line tells its quantity/,
    );
    expect(unknown.answers[1]!.answer).toBe('5.00 EUR; it holds 1.00 categories.');

    await fillLines(store, [
      { customer: 'a', order: '1', ts: '2020-01-01', amount: '5', ...none },
      { customer: 'a', order: '2', ts: '2020-01-02', amount: '15', quantity: '3', ...none },
    ]);
    const partly = await runProduct(store, year);
    expect(
      cellsOf(partly, 'basket', ['aov', 'units_per_order', 'price_per_unit', 'units_known_share']),
    ).toEqual([['10.00', 1.5, '5.00', 0.75]]);
    expect(partly.notes.find(({ code }) => code === 'units_unknown')?.text).toBe(
      'Lines without a quantity: the units are known for 75.0 % of the spend.',
    );
  });

  it('serves a loss: no index, margins below zero', async () => {
    await fillLines(store, [
      buy('a', '2020-01-01', '10', { category: 'A', profit: '-4' }),
      buy('b', '2020-01-01', '10', { category: 'B', profit: '1' }),
    ]);
    const report = await runProduct(store, year);
    expect(cellsOf(report, 'categories', ['category', 'margin', 'profit', 'share_profit'])).toEqual([
      ['A', -0.4, '-4.00', null],
      ['B', 0.1, '1.00', null],
    ]);
    expect(
      cellsOf(report, 'entry', ['category', 'value_to_date', 'value_index', 'value_index_equal_age']),
    ).toEqual([
      ['A', '-4.00', null, null],
      ['B', '1.00', null, null],
    ]);
    expect(broken(report)).toEqual([]);
  });

  it('leaves lines of value zero out when told, and cancelled orders always', async () => {
    await fillLines(store, [
      buy('a', '2020-01-01', '0', { category: 'Free' }),
      buy('a', '2020-01-01', '3', { category: 'A' }),
      buy('b', '2020-01-02', '9', { category: 'Gone', cancelled: true }),
    ]);
    const kept = await runProduct(store, year);
    expect(cellsOf(kept, 'categories', ['category', 'customers'])).toEqual([
      ['A', 1],
      ['Free', 1],
    ]);
    const dropped = await runProduct(store, { ...year, vars: { zero_value: 'drop' } });
    expect(cellsOf(dropped, 'categories', ['category', 'customers'])).toEqual([
      ['A', 1],
      ['Free', 0],
    ]);
    expect(cellsOf(dropped, 'breadth_counts', ['categories', 'customers'])[0]).toEqual(['1', 1]);
  });

  it('takes the category of the products file', async () => {
    await fillLines(store, [
      buy('a', '2020-01-01', '5', { product: 'p' }),
      buy('a', '2020-01-02', '4', { product: 'q' }),
    ]);
    await store.run(`insert into products values ('p', 'Tea', 0.5, null, null)`);
    const report = await runProduct(store, year);
    expect(cellsOf(report, 'categories', ['category', 'profit', 'known_share'])).toEqual([
      ['Tea', '2.50', 1],
      ['(none)', null, 0],
    ]);
    await store.run('delete from products');
  });

  it('splits by an attribute of the customers', async () => {
    await fillLines(store, [
      buy('a', '2020-01-01', '5', { category: 'A', attributes: { city: 'Rome' } }),
      buy('b', '2020-01-01', '7', { category: 'A', attributes: { city: 'Oslo' } }),
      buy('b', '2020-01-02', '3', { category: 'B', attributes: { city: 'Oslo' } }),
    ]);
    const report = await runProduct(store, { ...year, context: { by: 'city' } });
    expect(
      cellsOf(report, 'by_attribute', [
        'segment',
        'category',
        'customers',
        'penetration',
        'spend',
        'share_spend',
      ]),
    ).toEqual([
      ['Oslo', 'A', 1, 1, '7.00', 0.7],
      ['Oslo', 'B', 1, 1, '3.00', 0.3],
      ['Rome', 'A', 1, 1, '5.00', 1],
      ['Rome', 'B', 0, 0, '0.00', 0],
    ]);
    expect(broken(report)).toEqual([]);
  });

  it('follows the oldest cohort that is old enough, and says when there is none', async () => {
    const monthly = [
      '2020-01-01',
      '2020-01-31',
      '2020-02-01',
      '2020-02-29',
      '2020-03-01',
      '2020-03-31',
      '2020-04-10',
    ];
    await fillLines(
      store,
      monthly.map((ts) => buy('a', ts, '5', { category: 'A' })),
    );
    const report = await runProduct(store, { ...year, vars: { as_of: '2020-04-10' } });
    expect(
      cellsOf(report, 'penetration', ['category', 'age', 'complete', 'customers', 'cumulative_customers']),
    ).toEqual([
      ['A', 0, true, 1, 1],
      ['A', 1, true, 1, 1],
      ['A', 2, true, 1, 1],
      ['A', 3, false, 1, 1],
    ]);
    await fillLines(store, [buy('a', '2020-01-01', '5', { category: 'A' })]);
    const short = await runProduct(store, year);
    expect(cellsOf(short, 'penetration', ['category', 'age', 'complete'])).toEqual([['A', 0, false]]);
    expect(short.warnings.map(({ code }) => code)).toContain('young_cohort');
    await expect(
      runProduct(store, {
        ...year,
        options: { cohort: { text: '2019', granularity: 'year', year: 2019, index: 1 } },
      }),
    ).rejects.toMatchObject({ code: 'empty_cohort', exitCode: 2 });
  });

  it('takes hostile names as names', async () => {
    const names = ["'; drop table order_lines; --", '(other)', '=1+1', '🍵', '<script>'];
    await fillLines(
      store,
      names.map((category, i) => buy(`c${i}`, '2020-01-01', String(9 - i), { category })),
    );
    const report = await runProduct(store, { ...year, options: { top: 4 } });
    expect(cellsOf(report, 'categories', ['category', 'customers'])).toEqual([
      [names[0], 1],
      [names[1], 1],
      [names[2], 1],
      [names[3], 1],
      ['(other)', 1],
    ]);
    expect(broken(report)).toEqual([]);
  });
});
