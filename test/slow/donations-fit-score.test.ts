import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clv, inFolder } from '../cli/in-process.js';
import { DONATIONS } from '../models/donations.js';
import { hasShared, readShared } from '../models/shared-data.js';

const REFERENCE = 'reference/published.json';
const hasData = hasShared(REFERENCE);

/** A first gift in January 2001, then the gifts of each pattern by month: the last one in month t_x, the others before. */
function gifts(): string {
  const lines = ['customer_id,order_ts,amount'];
  let id = 0;
  for (const [x, t_x, donors] of DONATIONS) {
    const months = [
      0,
      ...Array.from({ length: Math.max(0, x - 1) }, (_, i) => i + 1),
      ...(x > 0 ? [t_x] : []),
    ];
    for (let i = 0; i < donors; i++) {
      id += 1;
      for (const month of months)
        lines.push(`d${id},2001-${String(month + 1).padStart(2, '0')}-15,${10 + (id % 7)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

describe.skipIf(!hasData)(
  `Donations by the command line itself${hasData ? '' : ' (left out: ../shared is not there)'}`,
  () => {
    it('fits BG/BB to the published digits, and expects the gifts of the next five opportunities', () =>
      inFolder(async (cwd) => {
        const { donors, mle, sum_expected_5 } = JSON.parse(readShared(REFERENCE)).donations_bgbb;
        writeFileSync(join(cwd, 'gifts.csv'), gifts());
        const args = [
          '--model',
          'bgbb',
          '--opportunity',
          'month',
          '--as-of',
          '2001-07-31',
          '--format',
          'json',
        ];
        const fitted = await clv(['fit', 'gifts.csv', ...args, '--no-promote'], { cwd });
        expect(fitted.err).toBe('');
        const { tables } = JSON.parse(fitted.out) as {
          tables: { id: string; rows: Record<string, string | number>[] }[];
        };
        const rowsOf = (id: string) => tables.find((table) => table.id === id)!.rows;
        expect(rowsOf('model')[0]!.customers).toBe(donors);
        const found = rowsOf('likelihood').find(({ model }) => model === 'bgbb')!;
        expect(Math.abs(Number(found.log_likelihood) - mle.loglik)).toBeLessThan(1e-6);
        for (const { parameter, value } of rowsOf('parameters').filter(({ model }) => model === 'bgbb'))
          expect(Number(value) / mle[String(parameter)] - 1).toBeCloseTo(0, 4);
        const id = String(rowsOf('model')[0]!.model_id);
        const scored = await clv(
          ['score', '--model', id, '--as-of', '2001-07-31', '--horizon', '5m', '--quiet'],
          { cwd },
        );
        expect(scored.err).toBe('');
        const [head = '', ...rows] = readFileSync(join(cwd, 'scores.csv'), 'utf8').trimEnd().split('\n');
        const place = head.split(',').indexOf('expected_purchases');
        const total = rows.reduce((sum, row) => sum + Number(row.split(',')[place]), 0);
        expect(total).toBeCloseTo(sum_expected_5, 0);
      }));
  },
);
