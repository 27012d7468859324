import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clv, inFolder } from './in-process.js';

interface Printed {
  readonly tables: readonly { readonly id: string; readonly rows: readonly Record<string, unknown>[] }[];
  readonly identities: readonly { readonly holds: boolean }[];
}

it('customers with more than 10¹⁴ count with all that they spent', () =>
  inFolder(async (cwd) => {
    const orders = [
      ['A', 90_000_000_000_000],
      ['A', 90_000_000_000_000],
      ['A', 90_000_000_000_000],
      ['B', 5],
      ['C', 80_000_000_000_000],
      ['C', 70_000_000_000_000],
      ['D', 1],
    ];
    const lines = orders.map(([customer, amount], i) => `${i},${customer},2023-0${i + 1}-05,${amount}`);
    writeFileSync(join(cwd, 'orders.csv'), ['order_id,customer_id,date,amount', ...lines].join('\n'));
    const { code, out } = await clv(
      ['audit', 'lens1', 'orders.csv', '--from', '2023-01-01', '--to', '2023-07-05', '--format', 'json'],
      { cwd },
    );
    expect(code).toBe(0);
    const { tables, identities } = JSON.parse(out) as Printed;
    const rows = (id: string) => tables.find((table) => table.id === id)!.rows;
    // A has 270 of 420 trillion, more than six tenths; A and C have all but 6.
    expect(
      rows('value_deciles')
        .filter(({ customers }) => customers !== 0)
        .map(({ decile, customers, spend }) => [decile, customers, spend]),
    ).toEqual([
      [7, 1, '270000000000000.00'],
      [10, 3, '150000000000006.00'],
    ]);
    expect(
      rows('concentration')
        .slice(4)
        .map(({ customers }) => customers),
    ).toEqual([1, 2]);
    expect(identities.every(({ holds }) => holds)).toBe(true);
  }));

/** Sixty customers over two years, who pay whole numbers up to 60 times `unit` and cost three fifths of it. */
function ordersOf(unit: number): string {
  const lines: string[] = [];
  for (let customer = 0; customer < 60; customer++) {
    for (let k = 0; k < 2 + (customer % 9); k++) {
      const price = (1 + ((customer * 7 + k * 13) % 60)) * unit;
      const day = new Date(Date.UTC(2022, 0, 1 + ((customer * 37 + k * 151) % 730)));
      const quantity = (customer + k) % 17 === 0 ? -1 : 1;
      lines.push(
        `o${lines.length},c${customer},${day.toISOString().slice(0, 10)},${quantity},${price},${(price * 3) / 5},p${(customer + k) % 5}`,
      );
    }
  }
  return ['order_id,customer_id,date,quantity,unit_price,unit_cost,product_id', ...lines].join('\n');
}

const COUNTED = ['customers', 'orders', 'decile', 'spend_up', 'profit_up', 'margin_up'] as const;

it('money of any size: customers are counted and compared alike', () =>
  inFolder(async (cwd) => {
    const counts = async (unit: number) => {
      writeFileSync(join(cwd, 'orders.csv'), ordersOf(unit));
      const { code, out, err } = await clv(['audit', 'all', 'orders.csv', '--format', 'json'], { cwd });
      expect([code, code === 0 ? '' : err]).toEqual([0, '']);
      const { tables, identities } = JSON.parse(out) as Printed;
      expect(identities.every(({ holds }) => holds)).toBe(true);
      const of = (id: string) =>
        tables.find((table) => table.id === id)!.rows.map((row) => COUNTED.map((column) => row[column]));
      return ['lens1_concentration', 'lens1_value_deciles', 'lens2_up_down', 'product_favourites'].map(of);
    };
    const usual = await counts(5);
    expect(usual.flat(2).some((cell) => Number(cell) > 1)).toBe(true);
    // A customer of 10⁶ has products beyond 64 bits, a total of 10¹³ has no room for its tenfold, one of 10¹⁴ none for itself.
    for (const unit of [5e4, 5e7, 5e9, 5e10, 5e11, 1.5e12]) expect(await counts(unit)).toEqual(usual);
  }));
