import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clv, inFolder } from './in-process.js';
import { madeUpOrders } from './made-up-base.js';

function scoreOf(cwd: string, customer: string): Record<string, string> {
  const [head = '', ...lines] = readFileSync(join(cwd, 'scores.csv'), 'utf8').trimEnd().split('\n');
  const cells = lines.find((line) => line.startsWith(`${customer},`))!.split(',');
  return Object.fromEntries(head.split(',').map((name, i) => [name, cells[i]!]));
}

it('a customer who comes first on the day of the scores has a value, with and without a month to lean on', () =>
  inFolder(async (cwd) => {
    const lines = madeUpOrders();
    const days = lines.slice(1).map((line) => line.split(',')[2]!);
    const last = days.sort().at(-1)!;
    writeFileSync(join(cwd, 'orders.csv'), `${[...lines, `NEW,NEW-1,${last},25.00`].join('\n')}\n`);
    expect((await clv(['fit', 'orders.csv', '--model', 'bgnbd', '--quiet'], { cwd })).code).toBe(0);
    for (const [flags, basis] of [
      [[], 'model'],
      [['--min-days', '1'], 'cohort'],
    ] as const) {
      expect((await clv(['score', '--quiet', ...flags], { cwd })).code).toBe(0);
      const one = scoreOf(cwd, 'NEW');
      expect(one).toMatchObject({ as_of: last, basis, x: '0', T_days: '0' });
      for (const name of ['p_alive', 'p_purchase', 'expected_purchases', 'expected_spend', 'clv'])
        expect(Number(one[name]), `${basis} ${name}`).toBeGreaterThan(0);
      expect(one.tier).toMatch(/^[A-D]$/);
    }
  }));
