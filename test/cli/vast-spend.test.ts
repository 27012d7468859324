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
