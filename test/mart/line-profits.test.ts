import { expect, it } from 'vitest';
import { readPlain } from '../../src/mart/plain-lines.js';
import { type Line, martOf, shown, using } from './fixture.js';

const SHOWN = ['order_id', 'category', 'cost', 'profit'];

const line = (order: string, more: Partial<Line> = {}): Line => ({
  customer: 'c',
  order,
  ts: '2024-06-01',
  amount: '10',
  ...more,
});

it('takes the profit of the line, else its cost, else product, category, settings, else knows none', () => {
  const lines = [
    line('a-line', { profit: '1', cost: '2', product: 'both', quantity: '1' }),
    line('b-cost', { cost: '2', product: 'both', quantity: '1' }),
    line('c-unit-cost', { product: 'both', quantity: '2' }),
    line('d-margin', { product: 'both' }),
    line('e-category', { product: 'none', category: 'toys' }),
    line('f-category-of-product', { product: 'none' }),
    line('g-all-others', { category: 'books' }),
    line('h-return', { amount: '-10', product: 'margin' }),
    line('i-return', { amount: '-10', product: 'both', quantity: '-2' }),
    line('j-own-category', { product: 'none', category: 'books' }),
  ];
  const products = [
    { id: 'both', margin: '0.3', cost: '3' },
    { id: 'margin', margin: '0.3' },
    { id: 'none', category: 'toys' },
  ];
  const expected = [
    'a-line - 2 1',
    'b-cost - 2 8',
    'c-unit-cost - 6 4',
    'd-margin - - 3',
    'e-category toys - 2',
    'f-category-of-product toys - 2',
    'g-all-others books - 1',
    'h-return - - -3',
    'i-return - -6 -4',
    'j-own-category books - 1',
  ];
  return using(
    martOf({
      lines,
      products,
      margins: [
        ['toys', '0.2'],
        [null, '0.1'],
      ],
    }),
    async (mart) => {
      expect(await shown(mart, 'line_profits', SHOWN)).toEqual(expected);
      await mart.store.run('delete from margins where category is null');
      expect((await shown(mart, 'line_profits', SHOWN)).filter((row) => row.endsWith('-'))).toEqual([
        'g-all-others books - -',
        'j-own-category books - -',
      ]);
    },
  );
});

it('reads the version of a product that holds at the instant of the line', () => {
  const at = (ts: string) => line(ts.replaceAll(/\D/g, ''), { ts, product: 'p', quantity: '1' });
  const lines = [
    at('1999-01-01T00:00:00'),
    at('2024-01-01T23:59:59'),
    at('2024-01-02T00:00:00'),
    at('2024-05-31T23:59:59'),
    at('2024-06-01T00:00:00'),
  ];
  const products = [
    { id: 'p', cost: '3', from: '2024-06-01' },
    { id: 'p', cost: '1' },
    { id: 'p', cost: '2', from: '2024-01-02' },
  ];
  return using(martOf({ lines, products }), async (mart) => {
    expect(await shown(mart, 'line_profits', ['order_id', 'cost'])).toEqual([
      '19990101000000 1',
      '20240101235959 1',
      '20240102000000 2',
      '20240531235959 2',
      '20240601000000 3',
    ]);
  });
});

it('knows no cost before the first version of a product', () =>
  using(
    martOf({
      lines: [line('o', { product: 'p', quantity: '1' })],
      products: [{ id: 'p', cost: '3', margin: '0.5', from: '2024-06-02' }],
    }),
    async (mart) => {
      expect(await shown(mart, 'line_profits', SHOWN)).toEqual(['o - - -']);
    },
  ));

it('rounds half-up at the fourth decimal, and a cost too large for money is unknown', () =>
  using(
    martOf({
      lines: [
        line('a', { amount: '0.0001', product: 'half' }),
        line('b', { amount: '-0.0001', product: 'half' }),
        line('c', { amount: '90000000000000', quantity: '90000000000', product: 'dear' }),
        line('d', { amount: '99999999999999.9999', product: 'half' }),
      ],
      products: [
        { id: 'half', margin: '0.5' },
        { id: 'dear', cost: '90000000000' },
      ],
    }),
    async (mart) => {
      expect(await shown(mart, 'line_profits', SHOWN)).toEqual([
        'a - - 0.0001',
        'b - - -0.0001',
        'c - - -',
        'd - - 50000000000000',
      ]);
    },
  ));

it.each([[[]], [[[null, '0.1']]]] as const)(
  'is the same where no product and no category tells, without looking for these (margins %j)',
  (margins) => {
    const lines = [
      line('a-line', { profit: '1', cost: '2', product: 'p', category: 'toys' }),
      line('b-cost', { cost: '2', quantity: '1' }),
      line('c-none', { product: 'p', category: 'toys', attributes: { country: 'NL' } }),
      line('d-return', { amount: '-10', isReturn: true, quantity: '-2' }),
      line('e-cancelled', { cancelled: true }),
    ];
    return using(martOf({ lines, margins: [...margins] }), async (mart) => {
      const rows = async () => {
        await mart.build(['line_profits']);
        return mart.store.rows('select * from line_profits order by order_id');
      };
      const whole = await rows();
      expect(whole).toHaveLength(lines.length);
      mart.forget(['line_profits']);
      readPlain(mart);
      expect(await rows()).toEqual(whole);
    });
  },
);
