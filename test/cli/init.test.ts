import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/common/result.js';
import { clv, type Ended, inFolder } from './in-process.js';

const ORDERS = `Invoice,Customer ID,Invoice Date,Amount,Currency,channel
1,A,2024-01-05T10:00:00,10.00,EUR,web
2,B,2024-01-06T11:00:00,12.50,EUR,shop
C3,A,2024-01-07T12:00:00,-10.00,EUR,web
`;
const PEOPLE = 'customer_id,signup_date,city\nA,2023-12-01,Berlin\nB,2024-01-01,Paris\n';
const GOODS = 'sku,category,unit_cost\nX1,toys,3.50\n';

function inShop(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  return inFolder(async (folder) => {
    mkdirSync(join(folder, 'tmp'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    await work(folder);
    expect(readdirSync(join(folder, 'tmp')), 'temporary files').toEqual([]);
  });
}

const run = (folder: string, args: readonly string[]): Promise<Ended> =>
  clv(args, { cwd: folder, env: { CLV_TEMP_DIRECTORY: 'tmp' } });

const config = (folder: string, name = 'clv.config.json'): unknown =>
  JSON.parse(readFileSync(join(folder, name), 'utf8'));

const notes = ({ out }: Ended) => (JSON.parse(out) as Result).notes;

describe('clv init', () => {
  it('tells orders from customers from products and finds what a config needs', () =>
    inShop(
      { 'export.csv': ORDERS, 'crm.csv': PEOPLE, 'items.csv': GOODS, 'package.json': '{}' },
      async (folder) => {
        const ended = await run(folder, ['init', '--format', 'json']);
        expect(ended).toMatchObject({ code: 0, err: '' });
        expect(config(folder)).toEqual({
          orders: ['export.csv'],
          customers: ['crm.csv'],
          products: ['items.csv'],
          columns: {
            order_id: 'Invoice',
            customer_id: 'Customer ID',
            order_ts: 'Invoice Date',
            amount: 'Amount',
            currency: 'Currency',
          },
          timeZone: 'UTC',
          currency: 'EUR',
          cancelPrefix: 'C',
        });
        expect(notes(ended).at(-1)).toEqual({ code: 'next', text: 'Next: clv check' });
        const check = await run(folder, ['config', '--format', 'csv']);
        expect(check.out).toContain('cancelPrefix,C,clv.config.json');
      },
    ));

  it('remembers what flags said', () =>
    inShop({ 'data/o.csv': 'who;when;amount\nA;05/01/2024;1.234,50\n' }, async (folder) => {
      const flags = [
        '--columns',
        'customer_id=who',
        '--columns',
        'order_ts=when',
        '--date-format',
        '%d/%m/%Y',
      ];
      const form = [
        '--decimal-comma',
        '--thousands',
        '.',
        '--time-zone',
        'europe/berlin',
        '--max-line',
        '3MB',
      ];
      expect((await run(folder, ['init', 'data/o.csv', ...flags, ...form])).code).toBe(0);
      expect(config(folder)).toEqual({
        orders: ['data/o.csv'],
        columns: { customer_id: 'who', order_ts: 'when' },
        dateFormat: '%d/%m/%Y',
        decimalComma: true,
        thousands: '.',
        timeZone: 'Europe/Berlin',
        maxLine: '3MB',
      });
    }));

  it('keeps globs, and paths relative to the config', () =>
    inShop({ 'data/a.csv': ORDERS, 'data/b.csv': ORDERS, 'conf/x.txt': '' }, async (folder) => {
      const ended = await run(folder, [
        'init',
        'data/*.csv',
        '--config',
        'conf/shop.json',
        '--format',
        'json',
      ]);
      expect(ended.code).toBe(0);
      expect(config(folder, 'conf/shop.json')).toMatchObject({ orders: ['../data/*.csv'] });
      expect(existsSync(join(folder, 'clv.config.json'))).toBe(false);
      expect(notes(ended).at(-1)!.text).toBe('Next: clv check --config conf/shop.json');
    }));

  it('asks what it can not decide', () =>
    inShop(
      {
        'orders.csv':
          'customer_id,order_date,amount,currency\nA,05/01/2024,1.00,EUR\nA,06/02/2024,2.00,USD\n',
      },
      async (folder) => {
        const ended = await run(folder, ['init', '--format', 'json']);
        expect(ended.code).toBe(0);
        expect(config(folder)).not.toHaveProperty('currency');
        expect(notes(ended).map(({ code }) => code)).toEqual(
          expect.arrayContaining(['open_question', 'next']),
        );
        expect(notes(ended).find(({ code }) => code === 'open_question')!.text).toMatch(
          /^orders\.csv: .*every date in "order_date" can be read day first or month first/,
        );
      },
    ));

  it('names mixed currencies', () =>
    inShop(
      {
        'orders.csv':
          'customer_id,order_date,amount,currency\nA,2024-01-05,1,EUR\nA,2024-01-06,2,USD\nB,2024-01-06,2,USD\n',
      },
      async (folder) => {
        const ended = await run(folder, ['init', '--format', 'json']);
        expect(config(folder)).not.toHaveProperty('currency');
        expect(notes(ended)).toContainEqual({
          code: 'currencies_mixed',
          text: 'The files hold USD, EUR. Set currency and rates in the config, or currency alone to refuse the others.',
        });
      },
    ));

  it('leaves out what is no data, and says why', () =>
    inShop({ 'orders.csv': ORDERS, 'notes.txt': 'hello\nworld\n' }, async (folder) => {
      const ended = await run(folder, ['init', '--format', 'json']);
      expect(ended.code).toBe(0);
      expect(notes(ended)[0]!.code).toBe('file_skipped');
      expect(notes(ended)[0]!.text).toMatch(/^notes\.txt is left out: /);
    }));

  it('never overwrites without --force, not even a broken config', () =>
    inShop({ 'orders.csv': ORDERS, 'clv.config.json': '{broken' }, async (folder) => {
      const path = join(folder, 'clv.config.json');
      expect(await run(folder, ['init'])).toEqual({
        code: 2,
        out: '',
        err: `error[config_exists]: ${path} exists already. Nothing was written. Use --force to replace it.\n`,
      });
      expect(readFileSync(path, 'utf8')).toBe('{broken');
      expect((await run(folder, ['init', '--force'])).code).toBe(0);
      expect(config(folder)).toMatchObject({ orders: ['orders.csv'] });
    }));
});

describe('clv init refuses, word for word,', () => {
  const cases: readonly [string, Readonly<Record<string, string>>, readonly string[], RegExp][] = [
    [
      'an empty folder',
      {},
      [],
      /^error\[nothing_to_look_at\]: \S+ holds no CSV, JSON, NDJSON or Parquet files\. Name your files: clv init exports\/orders\.csv\.\n$/,
    ],
    [
      'standard input',
      {},
      ['-'],
      /^error\[standard_input\]: clv init can not remember standard input \(-\) for later runs\. Save it to a file and name that\.\n$/,
    ],
    ['a file that is not there', {}, ['no.csv'], /^error\[file_missing\]: \S+no\.csv: no such file\./],
    [
      'one file that is no orders file',
      { 'a.csv': 'a,b\n1,2\n' },
      [],
      /^error\[missing_column\]: \S+a\.csv has no column that looks like customer_id\./,
    ],
    [
      'only customers and something else',
      { 'crm.csv': PEOPLE, 'a.csv': 'a,b\n1,2\n', 'b.csv': 'a,b\n1,2\n' },
      [],
      /^error\[no_orders_found\]: no file looks like orders\. \S+a\.csv has no column .* Name the columns with --columns, or other files\.\n$/,
    ],
  ];
  it.each(cases)('%s', (_, files, args, err) =>
    inShop(files, async (folder) => {
      const ended = await run(folder, ['init', ...args]);
      expect(ended.err).toMatch(err);
      expect(ended.code).toBeGreaterThanOrEqual(2);
      expect(existsSync(join(folder, 'clv.config.json'))).toBe(false);
    }),
  );
});
