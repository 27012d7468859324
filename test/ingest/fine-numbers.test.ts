import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { file, lines, load } from './harness.js';

/** A number of up to `digits` decimals, mostly few. */
const number = (most: number, digits: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: most * 10 ** digits }), fc.integer({ min: 0, max: digits }))
    .map(([n, decimals]) => new Decimal(n).div(10 ** digits).toDecimalPlaces(decimals));

const stored = (value: Decimal) => value.toDecimalPlaces(4, Decimal.ROUND_HALF_UP).toFixed(4);

const written = (value: Decimal, decimalComma: boolean) =>
  decimalComma ? value.toFixed().replace('.', ',') : value.toFixed();

test('what is multiplied is rounded once, at the end, however prices are written', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(number(1000, 6), number(1000, 8), number(100, 8)), { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      fc.constantFrom(null, '0.000091235', '1234.5'),
      async (rows, decimalComma, rate) => {
        const path = file(
          'fine.csv',
          [
            'order_id;customer_id;order_ts;quantity;unit_price;unit_cost;currency',
            ...rows.map(
              ([quantity, price, cost], i) =>
                `O${i};C;2024-01-01;${[quantity, price, cost].map((n) => written(n, decimalComma)).join(';')};USD`,
            ),
          ].join('\n'),
        );
        const currency = rate === null ? {} : { currency: 'EUR', rates: { USD: rate } };
        const { store } = await load(path, { settings: { decimalComma, ...currency } });
        const inMoney = new Decimal(rate ?? 1);
        const found = (await lines(store)).map(({ order_id: id, amount, cost }) => [id, { amount, cost }]);
        expect(Object.fromEntries(found)).toEqual(
          Object.fromEntries(
            rows.map(([quantity, price, cost], i) => [
              `O${i}`,
              {
                amount: stored(
                  quantity.times(price).toDecimalPlaces(10, Decimal.ROUND_HALF_UP).times(inMoney),
                ),
                cost: stored(quantity.times(cost).toDecimalPlaces(10, Decimal.ROUND_HALF_UP).times(inMoney)),
              },
            ]),
          ),
        );
      },
    ),
    { numRuns: 30 },
  ));

test('many units at a fraction of a cent bring what they bring', async () => {
  const path = file(
    'small.csv',
    'order_id,customer_id,order_ts,quantity,unit_price,unit_cost\nO1,A,2024-01-01,1000000,0.00004,0.00002\nO2,B,2024-01-02,100000,0.00125,0.00104\nO3,C,2024-01-02,0.00004,1000000,500000\nO4,D,2024-01-02,3,2.5,1\n',
  );
  const { store } = await load(path);
  expect((await lines(store)).map(({ amount, cost, profit }) => [amount, cost, profit])).toEqual([
    ['40.0000', '20.0000', '20.0000'],
    ['125.0000', '104.0000', '21.0000'],
    ['40.0000', '20.0000', '20.0000'],
    ['7.5000', '3.0000', '4.5000'],
  ]);
});

test.each([false, true])(
  'what is taken back stays a return where its number rounds to nothing (decimal commas: %s)',
  async (decimalComma) => {
    const row = (order: string, quantity: string, price: string) =>
      `${order};C;2024-01-01;${[quantity, price].map((n) => (decimalComma ? n.replace('.', ',') : n)).join(';')}`;
    const path = file(
      'back.csv',
      [
        'order_id;customer_id;order_ts;quantity;unit_price',
        row('O1', '1000000', '-0.00004'),
        row('O2', '-0.00004', '1000000'),
        row('O3', '-0.00004', '0.01'),
        row('O4', '2', '1.25'),
      ].join('\n'),
    );
    const { store } = await load(path, { settings: { decimalComma } });
    const found = (await lines(store)).map((line) => [line.order_id, [line.amount, line.is_return]]);
    expect(Object.fromEntries(found)).toEqual({
      O1: ['-40.0000', true],
      O2: ['-40.0000', true],
      O3: ['0.0000', true],
      O4: ['2.5000', false],
    });
  },
);
