import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSlowSuite } from '../slow-suite.js';
import { codes, inWorld, rowsOf, type World } from './workspace-world.js';

const HEAD = 'order_id,customer_id,order_ts,amount,product_id';
const csv = (...rows: string[]) => `${[HEAD, ...rows].join('\n')}\n`;

/** Lines added, new orders, orders replaced, lines that gave way. */
async function loaded(world: World, name: string, text: string): Promise<string> {
  const result = await world.load([world.write(name, text)]);
  return rowsOf(result, 'changes')[0]!.split(' ').slice(0, 4).join(' ');
}

async function orders(world: World): Promise<string[]> {
  const { orders: text } = await world.relations([]);
  return text!
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [id, customer, , day, lines, , spend] = line.split(',');
      return `${id} ${customer} ${day} ${lines} ${spend}`;
    });
}

describe('loading', () => {
  it('the same bytes again changes nothing, under any name', () =>
    inWorld(async (world) => {
      const text = csv('o1,a,2024-01-01,1.00,p', 'o1,a,2024-01-01,1.00,p');
      await world.load([world.write('orders.csv', text)]);
      const before = await world.warehouse();
      for (const name of ['orders.csv', 'copy.csv']) {
        const result = await world.load([world.write(name, text)]);
        expect(result.headline).toBe('Nothing new to load');
        expect(result.notes.map((note) => note.text)).toEqual([`Already loaded, so nothing to do: ${name}.`]);
        expect(await world.warehouse()).toEqual(before);
      }
    }));

  it('an export without order ids that overlaps replaces what a customer did at an instant', () =>
    inWorld(async (world) => {
      const day = (n: number, amount: number) => `a,2024-01-${String(n).padStart(2, '0')},${amount}`;
      const text = (...rows: string[]) => `${['customer_id,order_ts,amount', ...rows].join('\n')}\n`;
      expect(await loaded(world, '1.csv', text(day(1, 1), day(2, 2), day(2, 4)))).toBe('3 2 0 0');
      expect(await loaded(world, '2.csv', text(day(2, 2), day(2, 8), day(3, 16)))).toBe('3 1 1 2');
      expect(await orders(world)).toEqual([
        "'@2024-01-01T00:00:00 a 2024-01-01 1 1.0000",
        "'@2024-01-02T00:00:00 a 2024-01-02 2 10.0000",
        "'@2024-01-03T00:00:00 a 2024-01-03 1 16.0000",
      ]);
    }));

  it('a first load of a file that tells neither status nor ids is counted as the file itself', () =>
    inWorld(async (world) => {
      const rows = Array.from(
        { length: 90 },
        (_, i) => `c${i % 7},2023-0${1 + (i % 9)}-${10 + (i % 19)},${1 + (i % 5)},p${i % 4}`,
      );
      const file = world.write('o.csv', ['customer_id,order_ts,amount,product_id', ...rows].join('\n'));
      const direct = await world.audit('product', [file]);
      await world.load([file]);
      const { tables } = await world.audit('product', []);
      expect(tables).toEqual(direct.tables);
    }));

  it('an export that overlaps replaces orders by their key, whole', () =>
    inWorld(async (world) => {
      const first = csv(
        'o1,a,2024-01-01,1.00,p',
        'o1,a,2024-01-01,2.00,q',
        'o2,a,2024-01-02,4.00,p',
        ',a,2024-01-03,8.00,p',
        ',b,2024-01-03,16.00,p',
      );
      expect(await loaded(world, 'first.csv', first)).toBe('5 4 0 0');
      const second = csv('o1,a,2024-01-01,1.00,p', 'o3,b,2024-01-05,32.00,p', ',b,2024-01-03,64.00,p');
      expect(await loaded(world, 'second.csv', second)).toBe('3 1 2 3');
      expect(await orders(world)).toEqual([
        "'@2024-01-03T00:00:00 a 2024-01-03 1 8.0000",
        "'@2024-01-03T00:00:00 b 2024-01-03 1 64.0000",
        'o1 a 2024-01-01 1 1.0000',
        'o2 a 2024-01-02 1 4.0000',
        'o3 b 2024-01-05 1 32.0000',
      ]);
      const { lineage } = await world.audit('rfm', []);
      expect(lineage).toMatchObject({ rowsRead: 8, rowsUsed: 5, rowsIgnored: { replaced_by_later_load: 3 } });
    }));

  it.runIf(isSlowSuite)(
    'warns of an order that came again with nothing in common, or under another customer',
    () =>
      inWorld(async (world) => {
        await world.load([world.write('1.csv', csv('o1,a,2024-01-01,1,p', 'o2,a,2024-01-01,2,p'))]);
        const result = await world.load([
          world.write('2.csv', csv('o1,a,2024-02-01,3,p', 'o2,b,2024-01-01,2,p')),
        ]);
        expect(codes(result.warnings)).toEqual(['orders_replaced_unlike', 'orders_moved']);
        expect(await orders(world)).toEqual(['o1 a 2024-02-01 1 3.0000', 'o2 b 2024-01-01 1 2.0000']);
      }),
  );

  it.runIf(isSlowSuite)('keeps an order id of two customers apart over loads where they are split', () =>
    inWorld(async (world) => {
      await world.load([world.write('1.csv', csv('o1,a,2024-01-01,1,p'))], { orderCollisions: 'split' });
      const result = await world.load([world.write('2.csv', csv('o1,b,2024-01-01,2,p'))], {
        orderCollisions: 'split',
      });
      expect(result.warnings).toEqual([]);
      expect(await orders(world)).toEqual(['o1 a 2024-01-01 1 1.0000', 'o1 b 2024-01-01 1 2.0000']);
    }),
  );

  it.runIf(isSlowSuite)('takes the files of one command as a union, those that it knows too', () =>
    inWorld(async (world) => {
      world.write('1.csv', csv('o1,a,2024-01-01,1,p', 'o2,a,2024-01-01,2,p'));
      world.write('2.csv', csv('o2,a,2024-01-01,4,q', 'o3,a,2024-01-02,8,q'));
      await world.load(['1.csv']);
      const result = await world.load(['1.csv', '2.csv']);
      expect(codes(result.notes)).toContain('same_bytes');
      expect(result.warnings).toEqual([]);
      expect(await world.relations([])).toEqual(await world.relations(['1.csv', '2.csv']));
    }),
  );

  it.runIf(isSlowSuite)('reads the same bytes again in another role', () =>
    inWorld(async (world) => {
      world.write('1.csv', 'customer_id,order_ts,amount,created_at\na,2024-01-01,1,2023-01-01\n');
      await world.load(['1.csv']);
      await world.load([], { customers: ['1.csv'] });
      const { customers } = await world.relations([]);
      expect(customers).toContain('customers_file');
    }),
  );

  it.runIf(isSlowSuite)('row by row gives what one load gives, byte for byte', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            order: fc.integer({ min: 1, max: 6 }),
            customer: fc.constantFrom('a', 'b', '00123'),
            day: fc.integer({ min: 1, max: 28 }),
            amount: fc.integer({ min: -999, max: 9_999 }),
            part: fc.integer({ min: 0, max: 2 }),
          }),
          { minLength: 1, maxLength: 25, size: 'max' },
        ),
        fc.boolean(),
        (rows, hasIds) =>
          inWorld(async (world) => {
            // The rows of one order stand in one file: across loads an order is replaced whole.
            const lines = rows.map(({ order, customer, day, amount, part }) => ({
              text: `${hasIds ? `${customer}-${order},` : ''}${customer},2024-02-${String(day).padStart(2, '0')},${(amount / 100).toFixed(2)},p${part}`,
              part: (hasIds ? order : day) % 3,
            }));
            const textOf = (own: typeof lines) =>
              `${[hasIds ? HEAD : HEAD.replace('order_id,', ''), ...own.map(({ text }) => text)].join('\n')}\n`;
            const whole = world.write('whole.csv', textOf(lines));
            for (const part of [2, 0, 1]) {
              const own = lines.filter((line) => line.part === part);
              // What comes again, with nothing changed, changes nothing.
              const again = lines.filter((line) => line.part === (part + 1) % 3);
              if (own.length > 0) await world.load([world.write(`${part}.csv`, textOf([...own, ...again]))]);
            }
            expect(await world.relations([])).toEqual(await world.relations([whole]));
          }),
      ),
      { numRuns: 4 },
    ),
  );

  it.runIf(isSlowSuite)('compares each load with the loads before it', () =>
    inWorld(async (world) => {
      const day = (n: number) => csv(...[1, 2, 3].map((i) => `o${n}-${i},a,2024-01-0${n},10,p`));
      for (const n of [1, 2, 3]) await world.load([world.write(`${n}.csv`, day(n))]);
      expect((await world.load([world.write('4.csv', day(4))])).warnings).toEqual([]);
      const odd = await world.load([world.write('5.csv', csv('o5,a,2024-01-05,1,'))]);
      expect(odd.warnings.map(({ text }) => text)).toEqual([
        'This load is unlike the ones before it: money is 1, usually 30. Look at the file before you rely on the reports.',
        'This load is unlike the ones before it: the share of rows without product_id is 100.0 %, usually 0.0 %. Look at the file before you rely on the reports.',
      ]);
    }),
  );
});

describe('mended rows', () => {
  const ORDERS = csv(
    'o1,a,2024-01-01,1,p',
    'o1,a,2024-01-01,abc,q',
    'o2,a,2024-31-01,4,p',
    'o3,a,2024-01-03,8,p',
  );

  async function refused(world: World): Promise<string> {
    const result = await world.load([world.write('orders.csv', ORDERS)], { maxQuarantine: '100%' });
    expect(rowsOf(result, 'files').map((row) => row.slice(0, -65))).toEqual(['orders.csv orders 4 2 2']);
    const [name] = readdirSync(join(world.folder, '.clv/quarantine'));
    expect(result.notes.find(({ code }) => code === 'quarantine_files')!.text).toContain(
      `.clv/quarantine/${name}`,
    );
    return `.clv/quarantine/${name}`;
  }

  it.runIf(isSlowSuite)('complete their orders', () =>
    inWorld(async (world) => {
      const path = await refused(world);
      expect(world.read(path)).toBe(
        [
          `clv_file,clv_row,clv_field,clv_reason,${HEAD}`,
          'orders.csv,2,amount,bad_amount,o1,a,2024-01-01,abc,q',
          'orders.csv,3,order_ts,bad_timestamp,o2,a,2024-31-01,4,p',
          '',
        ].join('\n'),
      );
      world.write(path, world.read(path).replace('abc', '2').replace('2024-31-01', '2024-01-31'));
      await world.load([path]);
      expect(await orders(world)).toEqual([
        'o1 a 2024-01-01 2 3.0000',
        'o2 a 2024-01-31 1 4.0000',
        'o3 a 2024-01-03 1 8.0000',
      ]);
    }),
  );

  it.runIf(isSlowSuite)('count once, though the file is mended in two goes', () =>
    inWorld(async (world) => {
      const path = await refused(world);
      world.write(path, world.read(path).replace('abc', '2'));
      await world.load([path], { maxQuarantine: '100%' });
      world.write(path, world.read(path).replace('2024-31-01', '2024-01-31'));
      await world.load([path]);
      expect(await orders(world)).toEqual([
        'o1 a 2024-01-01 2 3.0000',
        'o2 a 2024-01-31 1 4.0000',
        'o3 a 2024-01-03 1 8.0000',
      ]);
    }),
  );
});

describe('other roles', () => {
  /** Customers as they stand: exports leave out those who may not be shown. */
  async function merged(world: World): Promise<string> {
    const { customers } = (await world.warehouse()) as Record<string, Record<string, unknown>[]>;
    const columns = [
      'customer_id',
      'source_systems',
      'is_visible',
      'acquisition_basis',
      'first_order_date',
      'acquisition_date',
    ];
    return customers!.map((row) => columns.map((column) => row[column] ?? '').join(';')).join('\n');
  }

  it.runIf(isSlowSuite)('merge by customer and system, and by product and start', () =>
    inWorld(async (world) => {
      world.write(
        'orders.csv',
        'order_id,customer_id,order_ts,amount,product_id,quantity\no1,a,2024-03-01,10,p,1\n',
      );
      const customers = (name: string, ...rows: string[]) =>
        world.write(name, `customer_id,source_system,acquisition_ts,is_visible,city\n${rows.join('\n')}\n`);
      customers('c1.csv', 'a,shop,2024-01-05,true,Bonn', 'a,crm,2024-01-01,false,Ulm');
      customers('c2.csv', 'a,crm,2024-01-03,true,Köln', 'b,crm,2024-02-01,true,Jena');
      world.write('p1.csv', 'product_id,unit_cost,valid_from\np,1,\np,2,2024-02-01\n');
      world.write('p2.csv', 'product_id,unit_cost,valid_from\np,4,2024-02-01\n');
      await world.load(['orders.csv'], { customers: ['c1.csv'], products: ['p1.csv'] });
      const before = await merged(world);
      expect(before).toMatch(/^a;crm, shop;false;customers_file;2024-03-01;2024-01-01$/m);
      await world.load([], { customers: ['c2.csv'], products: ['p2.csv'] });
      const after = await merged(world);
      expect(after).toMatch(/^a;crm, shop;true;customers_file;2024-03-01;2024-01-03$/m);
      expect(after).toMatch(/^b;crm;true;customers_file;;2024-02-01$/m);
      const { customer_profile_attributes, orders } = await world.relations([]);
      expect(customer_profile_attributes).toContain('b,attribute,city,Jena');
      const kept = (await world.warehouse()).customer_record_attributes as Record<string, unknown>[];
      expect(kept.map((row) => `${row.customer_id} ${row.source_system} ${row.value}`)).toEqual([
        'a crm Köln',
        'a shop Bonn',
        'b crm Jena',
      ]);
      expect(orders).toContain(',4.0000,6.0000,');
    }),
  );

  it('are not read by the way when a workspace is reported', () =>
    inWorld(async (world) => {
      await world.load([world.write('orders.csv', csv('o1,a,2024-01-01,1,p'))]);
      await expect(
        world.audit('lens1', [], { products: ['p.csv'], customers: ['c.csv'] }),
      ).rejects.toMatchObject({
        code: 'files_without_orders',
        exitCode: 2,
        message:
          '--customers and --products without order files: name the orders too (--orders orders.csv), or put these files into the workspace first (clv load --customers customers.csv --products products.csv).',
      });
    }));
});

describe('a currency', () => {
  const money = (world: World, name: string, currency: string, order: string) =>
    world.write(name, `order_id,customer_id,order_ts,amount,currency\n${order},a,2024-01-01,1,${currency}\n`);

  it('is one in a workspace', () =>
    inWorld(async (world) => {
      await world.load([money(world, 'usd.csv', 'USD', 'o1')]);
      const before = await world.warehouse();
      await expect(world.load([money(world, 'eur.csv', 'EUR', 'o2')])).rejects.toMatchObject({
        exitCode: 3,
        message:
          'The workspace holds USD, the files EUR. Convert them with --currency USD and --rates, or use another --workspace.',
      });
      expect(await world.warehouse()).toEqual(before);
      await expect(world.audit('rfm', [], { currency: 'EUR' })).rejects.toMatchObject({
        exitCode: 2,
        message:
          "The workspace holds USD, and --currency EUR can't convert what is loaded. Leave --currency out, or load the files into another --workspace with --currency EUR and --rates.",
      });
      expect((await world.audit('rfm', [], { currency: 'USD' })).headline).toContain(' USD ');
    }));
});

describe('a load that fails', () => {
  const FIRST = csv('o1,a,2024-01-01,1,p', 'o2,a,2024-01-02,2,p');
  const SECOND = csv('o1,a,2024-01-01,4,p', 'o3,b,2024-01-02,8,p', 'bad,b,yesterday,8,p');

  const ways: readonly [string, (world: World) => Promise<unknown>][] = [
    ['refused by the contract', (world) => world.load(['second.csv'])],
    [
      'broken off while relations are built',
      (world) =>
        world.load(['second.csv'], { maxQuarantine: '100%' }, (stage) => {
          if (stage === 'building customers') throw new Error('pulled the plug');
        }),
    ],
    [
      'without a place for the refused rows',
      async (world) => {
        const quarantine = join(world.folder, '.clv/quarantine');
        rmSync(quarantine, { recursive: true });
        world.write('.clv/quarantine', 'a file in the way');
        try {
          await world.load(['second.csv'], { maxQuarantine: '100%' });
        } finally {
          rmSync(quarantine);
          mkdirSync(quarantine);
          chmodSync(quarantine, 0o700);
        }
      },
    ],
  ];
  it.each(isSlowSuite ? ways : ways.slice(1, 2))('leaves the warehouse as it was: %s', (_, fail) =>
    inWorld(async (world) => {
      await world.load([world.write('first.csv', FIRST)]);
      const before = await world.warehouse();
      world.write('second.csv', SECOND);
      await expect(fail(world)).rejects.toThrow();
      expect(await world.warehouse()).toEqual(before);
      await world.load(['second.csv'], { maxQuarantine: '100%' });
      expect(await orders(world)).toEqual([
        'o1 a 2024-01-01 1 4.0000',
        'o2 a 2024-01-02 1 2.0000',
        'o3 b 2024-01-02 1 8.0000',
      ]);
    }),
  );

  it('wants files', () =>
    inWorld(async (world) => {
      await expect(world.load([])).rejects.toMatchObject({ code: 'nothing_to_load', exitCode: 2 });
    }));
});
