import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clv, type Ended, inFolder } from '../../cli/in-process.js';

const ORDERS =
  'order_id,customer_id,order_ts,amount,product_id\no1,a,2024-01-01,10,p\no2,b,2024-01-02,10,q\n';
const CUSTOMERS =
  'customer_id,acquired,record_ts,channel\na,2023-06-01,2024-01-01,web\na,never,2024-02-01,shop\n,2023-01-01,2024-01-01,web\nc,2023-05-01,2024-01-01,mail\n';
const PRODUCTS = 'product_id,margin_pct,category\np,0.4,A\nq,much,B\n';
const COLUMNS = ['--columns', 'acquisition_ts=acquired'];

interface World {
  run(...args: string[]): Promise<Ended>;
  write(name: string, text: string): void;
  /** All quarantine files with a text replaced. */
  mend(...changes: readonly (readonly [string, string])[]): void;
  rows(relation: string): Promise<Record<string, unknown>[]>;
}

function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  return inFolder(async (cwd) => {
    const run = async (...args: string[]) => {
      const more = args[1] === 'list' ? [] : ['--max-quarantine', '100%', ...COLUMNS];
      const ended = await clv([...args, ...more], { cwd });
      expect(ended.code, `${args.join(' ')}\n${ended.err}`).toBe(0);
      return ended;
    };
    const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);
    write('o.csv', ORDERS);
    write('c.csv', CUSTOMERS);
    write('p.csv', PRODUCTS);
    await run('load', 'o.csv', '--customers', 'c.csv', '--products', 'p.csv');
    await work({
      run,
      write,
      mend(...changes) {
        for (const name of readdirSync(join(cwd, '.clv/quarantine'))) {
          const path = join(cwd, '.clv/quarantine', name);
          const text = changes.reduce((all, [from, to]) => all.replace(from, to), readFileSync(path, 'utf8'));
          writeFileSync(path, text);
        }
      },
      async rows(relation) {
        const { out } = await run('mart', 'show', '--relation', relation, '--format', 'json', '--rows', '99');
        return JSON.parse(out).tables[0].rows;
      },
    });
  });
}

const MENDED = [
  ['never', '2023-03-01'],
  [',,2023-01-01', ',b,2023-01-01'],
  ['much', '0.25'],
] as const;

it('mended rows of customers and products files join what their files have brought, once', () =>
  inWorld(async ({ run, mend, rows }) => {
    mend(...MENDED);
    const { out } = await run('quarantine', 'retry', '--format', 'json');
    const files = JSON.parse(out).tables.find(({ id }: { id: string }) => id === 'files').rows;
    expect(files.map((row: Record<string, unknown>) => `${row.role} ${row.used}`)).toEqual([
      'mended 2',
      'mended 1',
    ]);
    // As if the files had been right from the beginning: both records of `a` stand.
    expect(await rows('customer_profiles')).toMatchObject([
      { customer_id: 'a', records: 2, acquisition_ts: '2023-03-01T00:00:00' },
      { customer_id: 'b', records: 1 },
      { customer_id: 'c', records: 1 },
    ]);
    expect(
      (await rows('customer_profile_attributes')).map((row) => `${row.customer_id} ${row.value}`),
    ).toEqual(['a shop', 'b web', 'c mail']);
    expect(await rows('products')).toMatchObject([{ product_id: 'p' }, { product_id: 'q', category: 'B' }]);
    expect((await rows('orders')).map(({ profit }) => Number(profit))).toEqual([4, 2.5]);
    await run('quarantine', 'retry');
    expect((await rows('customer_profiles')).map(({ records }) => records)).toEqual([2, 1, 1]);
    expect(JSON.parse((await run('quarantine', 'list', '--format', 'json')).out).tables[0].rows).toEqual([]);
  }));

it('mended rows come too late where a later file has brought the customer or the product', () =>
  inWorld(async ({ run, write, mend, rows }) => {
    write('c2.csv', 'customer_id,acquired,record_ts,channel\na,2022-01-01,2024-03-01,phone\n');
    write('p2.csv', 'product_id,margin_pct,category\nq,0.5,Z\n');
    write('o2.csv', 'order_id,customer_id,order_ts,amount,product_id\no3,b,2024-01-05,10,q\n');
    await run('load', 'o2.csv', '--customers', 'c2.csv', '--products', 'p2.csv');
    mend(...MENDED);
    const { out } = await run('quarantine', 'retry', '--format', 'json');
    expect(JSON.parse(out).lineage.rowsIgnored).toEqual({ replaced_by_later_load: 2 });
    expect(await rows('customer_profiles')).toMatchObject([
      { customer_id: 'a', records: 1, acquisition_ts: '2022-01-01T00:00:00' },
      { customer_id: 'b', records: 1 },
      { customer_id: 'c', records: 1 },
    ]);
    expect(
      (await rows('customer_profile_attributes')).map((row) => `${row.customer_id} ${row.value}`),
    ).toEqual(['a phone', 'b web', 'c mail']);
    expect(await rows('products')).toMatchObject([{ product_id: 'p' }, { product_id: 'q', category: 'Z' }]);
  }));
