import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Result } from '../../src/common/result.js';
import { clv, inFolder } from './in-process.js';
import { madeUpOrders } from './made-up-base.js';

const CUSTOMERS = Array.from({ length: 80 }, (_, c) => `C${String(c).padStart(3, '0')}`);

it('score and fit tell customers apart by what they are now, were when acquired, or on a day', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'orders.csv'), `${madeUpOrders().join('\n')}\n`);
    writeFileSync(
      join(cwd, 'customers.csv'),
      ['customer_id,plan,valid_from', ...CUSTOMERS.map((id, c) => `${id},${c < 60 ? 'free' : 'paid'},`)].join(
        '\n',
      ),
    );
    writeFileSync(
      join(cwd, 'later.csv'),
      ['customer_id,plan,valid_from', ...CUSTOMERS.slice(0, 30).map((id) => `${id},paid,2022-10-01`)].join(
        '\n',
      ),
    );
    writeFileSync(
      join(cwd, 'clv.config.json'),
      '{"fit": {"model": "bgnbd"}, "gates": {"coverage": null, "baseline": false}}',
    );
    const done = async (...args: string[]) => {
      const { code, err, out } = await clv(args, { cwd });
      expect(code, err).toBe(0);
      return out;
    };
    await done('load', 'orders.csv', '--customers', 'customers.csv');
    await done('load', '--customers', 'later.csv');
    await done('fit');
    const plans = async (...args: string[]) => {
      const out = await done('score', '--rollup', 'plan', '--format', 'json', ...args);
      const { tables, settings } = JSON.parse(out) as Result;
      const rows = tables.find(({ id }) => id === 'rollup')!.rows;
      const count = (plan: string) => rows.find((row) => Object.values(row).includes(plan))?.customers ?? 0;
      return [count('free'), count('paid'), settings.attributes_as_of ?? 'now'];
    };
    expect(await plans()).toEqual([30, 50, 'now']);
    expect(await plans('--attributes-as-of', 'then')).toEqual([60, 20, 'then']);
    expect(await plans('--attributes-as-of', '2022-10-01')).toEqual([30, 50, '2022-10-01']);

    const segments = async (...args: string[]) => {
      await done('fit', '--by', 'plan', ...args);
      const model = readFileSync(join(cwd, '.clv/models/current'), 'utf8').trim();
      const record = JSON.parse(readFileSync(join(cwd, '.clv/models', model, 'model.json'), 'utf8'));
      return record.by.segments.map(({ segment, customers }: { segment: string; customers: number }) => [
        segment,
        customers,
      ]);
    };
    expect((await segments()).sort()).toEqual([
      ['free', 30],
      ['paid', 50],
    ]);
    expect((await segments('--attributes-as-of', 'then')).sort()).toEqual([
      ['free', 60],
      ['paid', 20],
    ]);
  }));
