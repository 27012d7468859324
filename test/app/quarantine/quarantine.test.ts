import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clv, type Ended, inFolder } from '../../cli/in-process.js';

const HEAD = 'order_id,customer_id,order_ts,amount';
const csv = (...rows: string[]) => `${[HEAD, ...rows].join('\n')}\n`;
const ORDERS = csv('o1,a,2024-01-01,1', 'o1,a,2024-01-01,x', 'o2,b,never,4', 'o3,c,2024-01-03,8');

interface World {
  readonly cwd: string;
  write(name: string, text: string): void;
  run(...args: string[]): Promise<Ended>;
  /** Lines of the orders: `o1 1 line 1.0000`. */
  orders(): Promise<string[]>;
  /** The only quarantine file, with a text replaced. */
  mend(from: string, to: string): string;
}

function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  return inFolder(async (cwd) => {
    const run = (...args: string[]) => clv([...args, '--max-quarantine', '100%'], { cwd });
    await work({
      cwd,
      run,
      write: (name, text) => writeFileSync(join(cwd, name), text),
      async orders() {
        const { out, err, code } = await clv(
          ['mart', 'show', '--relation', 'orders', '--format', 'json', '--rows', '100'],
          { cwd },
        );
        expect(code, err).toBe(0);
        const [table] = JSON.parse(out).tables as { rows: Record<string, string>[] }[];
        return table!.rows.map((row) => `${row.order_id} ${row.customer_id} ${row.lines} ${row.spend}`);
      },
      mend(from, to) {
        const [name] = readdirSync(join(cwd, '.clv/quarantine'));
        const path = join(cwd, '.clv/quarantine', name!);
        writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
        return `.clv/quarantine/${name}`;
      },
    });
  });
}

const tableOf = (json: string, id: string): Record<string, unknown>[] =>
  (JSON.parse(json).tables as { id: string; rows: Record<string, unknown>[] }[]).find(
    (table) => table.id === id,
  )!.rows;

describe('the quarantine', () => {
  it('lists what waits, exports it, loads what was mended and keeps the rest', () =>
    inWorld(async ({ cwd, write, run, orders }) => {
      write('orders.csv', ORDERS);
      await run('load', 'orders.csv');
      const list = await clv(['quarantine', 'list', '--format', 'json'], { cwd });
      expect(tableOf(list.out, 'reasons')).toMatchObject([
        { file: 'orders.csv', load_number: 1, reason: 'bad_amount', rows: 1, money: '0.00' },
        { file: 'orders.csv', load_number: 1, reason: 'bad_timestamp', rows: 1, money: '4.00' },
      ]);
      expect(tableOf(list.out, 'rows')).toHaveLength(2);

      const exported = await clv(['quarantine', 'export', '--out', 'refused'], { cwd });
      expect(exported.code, exported.err).toBe(0);
      const [name] = readdirSync(join(cwd, 'refused'));
      const path = join(cwd, 'refused', name!);
      const text = readFileSync(path, 'utf8');
      expect(text).toBe(readFileSync(join(cwd, '.clv/quarantine', name!), 'utf8'));

      // As a spreadsheet saves it: semicolons, a BOM, another order, and a row that nobody refused.
      const rows = text.trimEnd().replace('never', '2024-01-02').replaceAll(',', ';').split('\n');
      const [head, bad, good] = rows as [string, string, string];
      writeFileSync(
        path,
        `\ufeff${[head, good, bad, 'orders.csv;4;amount;x;o3;c;2024-01-03;8'].join('\r\n')}\r\n`,
      );
      const retried = await run('quarantine', 'retry', `refused/${name}`, '--format', 'json');
      expect(retried.code, retried.err).toBe(0);
      const { lineage, notes } = JSON.parse(retried.out);
      expect(lineage).toMatchObject({
        rowsRead: 3,
        rowsUsed: 1,
        rowsQuarantined: 1,
        rowsIgnored: { not_in_quarantine: 1 },
      });
      expect(notes.map(({ code }: { code: string }) => code)).toEqual(['not_in_quarantine', 'still_refused']);
      expect(await orders()).toEqual(['o1 a 1 1.0000', 'o2 b 1 4.0000', 'o3 c 1 8.0000']);
      const left = await clv(['quarantine', 'list', '--format', 'json'], { cwd });
      expect(tableOf(left.out, 'reasons')).toMatchObject([{ reason: 'bad_amount', rows: 1 }]);
      expect(tableOf(left.out, 'settled')).toEqual([{ outcome: 'mended', rows: 1 }]);
      const audit = await clv(['audit', 'rfm', '--format', 'json'], { cwd });
      expect(JSON.parse(audit.out).lineage).toMatchObject({ rowsRead: 4, rowsUsed: 3, rowsQuarantined: 1 });
    }));

  it('loads a mended row once, however often its file comes, and in whatever words', () =>
    inWorld(async ({ write, run, orders, mend }) => {
      write('orders.csv', ORDERS);
      await run('load', 'orders.csv');
      const path = mend(',x', ',2');
      await run('load', path);
      const all = ['o1 a 2 3.0000', 'o2 b 1 4.0000', 'o3 c 1 8.0000'];
      mend('never', '2024-01-02');
      await run('quarantine', 'retry');
      expect(await orders()).toEqual(all);
      mend('o1,a,2024-01-01,2', 'o1,a,2024-01-01,7');
      const again = await run('quarantine', 'retry');
      expect(again.out).toContain('2 rows of the file were mended before');
      expect(await orders()).toEqual(all);
    }));

  it('never adds a mended row to an order that a later load has brought again', () =>
    inWorld(async ({ write, run, orders, mend }) => {
      write('orders.csv', ORDERS);
      await run('load', 'orders.csv');
      await run('load', mend(',x', ',2'));
      // The whole order comes again, mended at its source: once in place of the mended row …
      write(
        'later.csv',
        csv('o1,a,2024-01-01,1', 'o1,a,2024-01-01,2', 'o2,b,2024-01-02,4', 'o2,b,2024-01-02,1'),
      );
      await run('load', 'later.csv');
      const all = ['o1 a 2 3.0000', 'o2 b 2 5.0000', 'o3 c 1 8.0000'];
      expect(await orders()).toEqual(all);
      // … and once before it was mended here.
      const retried = await run('load', mend('never', '2024-01-02'));
      expect(retried.out).toContain('later load wins');
      expect(await orders()).toEqual(all);
    }));

  it('keeps one of two rows that are the same in overlapping exports', () =>
    inWorld(async ({ cwd, write, run, orders }) => {
      write('orders.csv', ORDERS);
      await run('load', 'orders.csv');
      write('orders.csv', `${ORDERS}o4,d,2024-01-04,16\n`);
      await run('load', 'orders.csv');
      const list = await clv(['quarantine', 'list', '--format', 'json'], { cwd });
      expect(tableOf(list.out, 'reasons').map((row) => [row.load_number, row.rows])).toEqual([
        [2, 1],
        [2, 1],
      ]);
      // Two files of the same name: the hash in the name of the quarantine file tells them apart.
      for (const name of readdirSync(join(cwd, '.clv/quarantine'))) {
        const path = join(cwd, '.clv/quarantine', name);
        writeFileSync(path, readFileSync(path, 'utf8').replace(',x', ',2').replace('never', '2024-01-02'));
      }
      await run('quarantine', 'retry');
      expect(await orders()).toEqual(['o1 a 2 3.0000', 'o2 b 1 4.0000', 'o3 c 1 8.0000', 'o4 d 1 16.0000']);
    }));

  it('mends rows of JSON, by the form that they came in', () =>
    inWorld(async ({ cwd, write, run, orders, mend }) => {
      write('o.ndjson', '{"order_id":"o1","customer_id":"a","order_ts":"2024-01-01","amount":"x;y"}\n');
      write('o.csv', csv('o9,z,2024-01-09,1'));
      await run('load', 'o.csv', 'o.ndjson');
      const exported = await clv(['quarantine', 'export'], { cwd });
      expect(exported.code, exported.err).toBe(0);
      expect((await run('load', mend('x;y', '5'))).err).toBe('');
      expect(await orders()).toEqual(['o1 a 1 5.0000', 'o9 z 1 1.0000']);
    }));

  it('refuses what it can not tell apart', () =>
    inWorld(async ({ cwd, write, run, mend }) => {
      write('orders.csv', ORDERS);
      await run('load', 'orders.csv');
      write('new.csv', csv('o7,a,2024-02-01,1'));
      const mixed = await run('load', mend(',x', ',2'), 'new.csv');
      expect(mixed).toMatchObject({ code: 2, err: expect.stringContaining('error[mended_with_others]') });
      const text = readFileSync(join(cwd, mend('', '')), 'utf8');
      const piped = await clv(['load', '-', '--max-quarantine', '100%'], { cwd, stdin: text });
      expect(piped).toMatchObject({ code: 2, err: expect.stringContaining('error[mended_not_csv]') });
    }));

  it('says when nothing waits', () =>
    inWorld(async ({ cwd, write, run }) => {
      write('orders.csv', csv('o1,a,2024-01-01,1'));
      await run('load', 'orders.csv');
      expect((await clv(['quarantine', 'list'], { cwd })).out).toContain('No refused row');
      expect((await clv(['quarantine', 'export'], { cwd })).out).toContain('No refused row');
      const retried = await run('quarantine', 'retry');
      expect(retried).toMatchObject({ code: 2, err: expect.stringContaining('error[nothing_to_retry]') });
    }));

  it('stay as they are when nobody has mended any', () =>
    inWorld(async ({ run, write, orders, mend }) => {
      write('orders.csv', ORDERS);
      await run('load', 'orders.csv');
      const before = await orders();
      const { code, out, err } = await run('quarantine', 'retry', mend('never', 'never'));
      expect(code, err).toBe(0);
      expect(out).toMatch(/2 rows are still refused\s+and stay in the quarantine/);
      expect(await orders()).toEqual(before);
    }));
});
