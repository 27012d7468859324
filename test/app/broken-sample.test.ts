import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inWorld } from './workspace-world.js';

const sample = (name: string) => readFileSync(new URL(`../../samples/${name}`, import.meta.url), 'utf8');

interface Planted {
  readonly row: number;
  readonly field: string;
  readonly outcome: string;
  readonly reason: string;
}

function planted(): Planted[] {
  return sample('orders-broken-truth.csv')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([, row, field, outcome, , reason]) => ({
      row: Number(row),
      field: field === '""' ? 'row' : field!,
      outcome: outcome!,
      reason: reason!,
    }));
}

it('every planted breach is quarantined with its row, field and reason, and every other row is used', () =>
  inWorld(async (world) => {
    world.write('orders-broken.csv', sample('orders-broken.csv'));
    await world.load(['orders-broken.csv']);
    const { quarantine, order_lines, loaded_files } = (await world.warehouse()) as Record<
      string,
      Record<string, unknown>[]
    >;
    const refused = planted().filter(({ outcome }) => outcome === 'quarantined');
    const found = quarantine!
      .map(({ row_number, field, reason }) => `${row_number} ${field} ${reason}`)
      .sort();
    expect(found).toEqual(refused.map(({ row, field, reason }) => `${row} ${field} ${reason}`).sort());

    const absent = new Set(
      planted()
        .filter(({ outcome }) => outcome !== 'used')
        .map(({ row }) => row),
    );
    const records = Number(loaded_files![0]!.rows_read);
    const blanks = planted().filter(({ outcome }) => outcome === 'blank').length;
    const expected = Array.from({ length: records + blanks }, (_, i) => i + 1).filter(
      (row) => !absent.has(row),
    );
    expect(order_lines!.map(({ row_number }) => Number(row_number)).sort((a, b) => a - b)).toEqual(expected);
  }));
