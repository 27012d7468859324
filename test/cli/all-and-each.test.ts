import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { clv, inFolder } from './in-process.js';

const ORDERS = join(fileURLToPath(new URL('../..', import.meta.url)), 'samples/orders.csv');

interface Printed {
  readonly tables: readonly { readonly id: string; readonly rows: readonly unknown[] }[];
}

async function tablesOf(lens: string, flags: readonly string[]): Promise<Map<string, readonly unknown[]>> {
  return inFolder(async (cwd) => {
    const { code, out, err } = await clv(['audit', lens, ORDERS, '--format', 'json', ...flags], { cwd });
    expect(code, err).toBe(0);
    const { tables } = JSON.parse(out) as Printed;
    return new Map(tables.map(({ id, rows }) => [id, rows]));
  });
}

describe('the full audit says what each lens says by itself', () => {
  it.each([
    { name: 'of the last complete periods', flags: [], lenses: ['lens1', 'lens2', 'product', 'lens3'] },
    {
      name: 'where both compare one period with others',
      flags: ['--period', '2019-Q3', '--by', 'channel'],
      lenses: ['lens1', 'lens2', 'product'],
    },
    {
      name: 'where the period of lens 1 is the earlier of the two',
      flags: ['--period', '2018', '--versus', '2019'],
      lenses: ['lens1', 'lens2'],
    },
    {
      name: 'where observation ends within a period',
      flags: ['--as-of', '2019-08-15', '--metric', 'spend'],
      lenses: ['lens1', 'lens2'],
    },
  ])('$name', async ({ flags, lenses }) => {
    const all = await tablesOf('all', flags);
    for (const lens of lenses) {
      const own = await tablesOf(
        lens,
        lens === 'lens2' ? flags : flags.filter((_, i) => !isOfPair(flags, i)),
      );
      expect(own.size).toBeGreaterThan(3);
      for (const [id, rows] of own) expect(all.get(`${lens}_${id}`), `${lens} ${id}`).toEqual(rows);
    }
  });
});

/** `--versus` and its value, which lens 2 and the full audit take. */
function isOfPair(flags: readonly string[], i: number): boolean {
  return flags[i] === '--versus' || flags[i - 1] === '--versus';
}
