import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clv, type Ended, inFolder } from '../cli/in-process.js';

const lines = (n: number, from: number, cell: (k: number) => string) =>
  Array.from(
    { length: n },
    (_, k) => `o${from + k},c${k % 9},2024-01-${String((k % 28) + 1).padStart(2, '0')},${cell(k)}`,
  );
const HEAD = 'order_id,customer_id,order_ts,amount,channel';
const file = (cwd: string, name: string, head: string, rows: readonly string[]) =>
  writeFileSync(join(cwd, name), `${[head, ...rows].join('\n')}\n`);

it('a batch that looks like another thing is kept out, and the workspace is stale until it is settled', () =>
  inFolder(async (cwd) => {
    const run = (...args: string[]) => clv(args, { cwd });
    file(
      cwd,
      '1.csv',
      HEAD,
      lines(120, 0, (k) => `${10 + k},web`),
    );
    expect((await run('load', '1.csv')).code).toBe(0);
    file(
      cwd,
      '2.csv',
      'order_id,customer_id,order_ts,amount,shop',
      lines(120, 200, (k) => `${1000 * (10 + k)},7`),
    );
    const refused = await run('load', '2.csv');
    expect(refused.code).toBe(3);
    expect(refused.err).toContain(
      'orders: column channel is gone; orders: the median amount was 69.50 and is 69500.00.',
    );
    expect(readdirSync(join(cwd, '.clv/quarantine'))).toEqual([
      expect.stringMatching(/^schema-[0-9a-f]{8}\.json$/),
    ]);
    for (const args of [['audit', 'rfm'], ['fit'], ['check']]) {
      const stale = await run(...args);
      expect(stale, args[0]).toMatchObject({
        code: 3,
        err: expect.stringContaining('error[workspace_stale]'),
      });
    }
    // Known bytes settle nothing; a mended file does.
    expect((await run('load', '1.csv')).code).toBe(0);
    expect((await run('audit', 'rfm')).code).toBe(3);
    file(
      cwd,
      '2.csv',
      HEAD,
      lines(120, 200, (k) => `${10 + k},web`),
    );
    expect((await run('load', '2.csv')).code).toBe(0);
    expect((await run('audit', 'rfm')).code).toBe(0);
  }));

it('new columns are named, types that change are not taken, and what is accepted is known from then on', () =>
  inFolder(async (cwd) => {
    const load = (name: string, ...more: string[]) =>
      clv(['load', name, ...more, '--format', 'json'], { cwd });
    const codes = ({ out, err, code }: Ended) => {
      expect(code, err).toBe(0);
      return (JSON.parse(out).notes as { code: string }[]).map((note) => note.code);
    };
    file(
      cwd,
      '1.csv',
      HEAD,
      lines(5, 0, () => '1,web'),
    );
    await load('1.csv');
    file(
      cwd,
      '2.csv',
      `${HEAD},city`,
      lines(5, 10, () => '2,web,Ulm'),
    );
    expect(codes(await load('2.csv'))).toContain('new_columns');
    // A returns feed of fewer columns: meant, and fine the next time, like the whole layout.
    file(
      cwd,
      '3.csv',
      'order_id,customer_id,order_ts,amount',
      lines(5, 20, () => '-1'),
    );
    expect((await load('3.csv')).code).toBe(3);
    expect(codes(await load('3.csv', '--accept-schema'))).toContain('schema_accepted');
    file(
      cwd,
      '4.csv',
      'order_id,customer_id,order_ts,amount',
      lines(5, 30, () => '-2'),
    );
    expect((await load('4.csv')).code).toBe(0);
    file(
      cwd,
      '5.csv',
      `${HEAD},city`,
      lines(5, 40, () => '2,17,Ulm'),
    );
    const typed = await load('5.csv');
    expect(typed.err).toContain('orders: channel was text and is a number');
    expect((await load('5.csv', '--accept-schema')).code).toBe(0);
  }));

it('rows in another unit among usual ones are noticed, and known once they are meant', () =>
  inFolder(async (cwd) => {
    const load = (name: string, ...more: string[]) => clv(['load', name, ...more], { cwd });
    const cents = (share: number) => (k: number) =>
      `${(k % 100 < 100 * share ? 100 : 1) * (10 + (k % 90))},web`;
    file(cwd, '1.csv', HEAD, lines(3000, 0, cents(0)));
    expect((await load('1.csv')).code).toBe(0);
    // The day's dearest things, and a promotion, are no other unit.
    file(
      cwd,
      '2.csv',
      HEAD,
      lines(500, 3000, (k) => `${k % 10 === 0 ? 130 : 8},web`),
    );
    expect((await load('2.csv')).code).toBe(0);
    file(cwd, '3.csv', HEAD, lines(500, 4000, cents(0.03)));
    const mixed = await load('3.csv');
    expect(mixed.code).toBe(3);
    expect(mixed.err).toContain(
      'orders: 3.0 % of the amounts are above 215, of those before at most 0.1 % (in another unit or currency?).',
    );
    expect((await clv(['audit', 'rfm'], { cwd })).code).toBe(3);
    expect((await load('3.csv', '--accept-schema')).code).toBe(0);
    file(cwd, '4.csv', HEAD, lines(500, 5000, cents(0.03)));
    expect((await load('4.csv')).code).toBe(0);
    // Much smaller ones than either.
    file(
      cwd,
      '5.csv',
      HEAD,
      lines(500, 6000, (k) => `${k % 20 === 0 ? 0.15 : 15},web`),
    );
    const small = await load('5.csv');
    expect(small.err).toContain('orders: 5.0 % of the amounts are below 5.66');
    // Another file that is fine lets reports go on, and says what they go on without.
    file(cwd, '6.csv', HEAD, lines(500, 7000, cents(0)));
    const other = await load('6.csv');
    expect(other.code).toBe(0);
    expect(other.out + other.err).toContain('5.csv was kept out before and is not among these files');
    expect((await clv(['audit', 'rfm'], { cwd })).code).toBe(0);
  }));

it('a few orders of many dear lines are no other unit, and many are', () =>
  inFolder(async (cwd) => {
    const load = (name: string) => clv(['load', name], { cwd });
    const usual = (from: number, rows: number) => lines(rows, from, (k) => `${10 + (k % 90)},web`);
    const dear = (from: number, orders: number) =>
      Array.from({ length: 30 }, (_, k) => `W${from + (k % orders)},C1,2024-03-01,${9000 + k},web`);
    file(cwd, '1.csv', HEAD, usual(0, 3000));
    expect((await load('1.csv')).code).toBe(0);
    file(cwd, '2.csv', HEAD, [...usual(3000, 470), ...dear(0, 2)]);
    expect(await load('2.csv')).toMatchObject({ code: 0 });
    file(cwd, '3.csv', HEAD, [...usual(4000, 470), ...dear(100, 30)]);
    const mixed = await load('3.csv');
    expect(mixed.code).toBe(3);
    expect(mixed.err).toContain('of the amounts are above');
  }));

it('a batch without amounts does not make those before unknown', () =>
  inFolder(async (cwd) => {
    const load = (name: string) => clv(['load', name], { cwd });
    const amounts = (share: number) => (k: number) =>
      `${(k % 100 < 100 * share ? 100 : 1) * (10 + (k % 90))},web`;
    file(cwd, '1.csv', HEAD, lines(3000, 0, amounts(0)));
    expect((await load('1.csv')).code).toBe(0);
    file(
      cwd,
      'gifts.csv',
      HEAD,
      lines(50, 3000, () => '0,web'),
    );
    expect((await load('gifts.csv')).code).toBe(0);
    file(cwd, '2.csv', HEAD, lines(500, 4000, amounts(0.03)));
    const mixed = await load('2.csv');
    expect(mixed.code).toBe(3);
    expect(mixed.err).toContain('of the amounts are above');
  }));

it('a batch that is kept out is settled by files of its role, and several are remembered', () =>
  inFolder(async (cwd) => {
    const load = (...args: string[]) => clv(['load', ...args], { cwd });
    const stale = async () => (await clv(['audit', 'rfm'], { cwd })).err;
    const some = (from: number) => lines(10, from, (k) => `${10 + k},web`);
    const without = 'order_id,customer_id,order_ts,amount';
    file(cwd, '1.csv', HEAD, some(0));
    file(cwd, 'c.csv', 'customer_id,city', ['c1,Ulm']);
    expect((await load('1.csv', '--customers', 'c.csv')).code).toBe(0);
    for (const name of ['2.csv', '3.csv']) {
      file(
        cwd,
        name,
        without,
        lines(10, Number(name[0]) * 100, (k) => `${10 + k}`),
      );
      expect((await load(name)).code).toBe(3);
    }
    expect(await stale()).toContain('2.csv, 3.csv were kept out (orders: column channel is gone)');
    file(cwd, 'c2.csv', 'customer_id,city', ['c2,Bonn']);
    const customers = await load('--customers', 'c2.csv');
    expect(customers.code, customers.err).toBe(0);
    expect(customers.out + customers.err).not.toContain('kept out before');
    expect(await stale()).toContain('2.csv, 3.csv were kept out');
    const accepted = await load('3.csv', '--accept-schema');
    expect(accepted.out + accepted.err).toContain('2.csv was kept out before');
    expect(await stale()).toBe('');
  }));
