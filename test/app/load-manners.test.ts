import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codes, inWorld, rowsOf, type World } from './workspace-world.js';

const HEAD = 'order_id,customer_id,order_ts,amount,product_id';
const csv = (...rows: string[]) => `${[HEAD, ...rows].join('\n')}\n`;

async function orders(world: World): Promise<string[]> {
  const { orders: text } = await world.relations([]);
  const lines = text!.trim().split('\n').slice(1);
  return lines.map((line) => {
    const [id, customer, , , lines, , spend] = line.split(',');
    return `${id} ${customer} ${lines} ${spend}`;
  });
}

describe('an order that comes again', () => {
  const FIRST = csv('o1,a,2024-01-01,1,p', 'o2,b,2024-01-01,2,p');

  it('is refused with --on-overlap error, and nothing of its load is kept', () =>
    inWorld(async (world) => {
      await world.load([world.write('1.csv', FIRST)], { onOverlap: 'error' });
      world.write('2.csv', csv('o2,b,2024-01-02,4,p', 'o3,b,2024-01-03,8,p'));
      await expect(world.load(['2.csv'], { onOverlap: 'error' })).rejects.toMatchObject({
        code: 'orders_overlap',
        exitCode: 3,
        message:
          '1 order of these files is in the workspace already, such as "o2". Nothing was loaded. Leave it out, or say --on-overlap replace to let the new lines take the place of the old ones.',
      });
      expect(await orders(world)).toEqual(['o1 a 1 1.0000', 'o2 b 1 2.0000']);
      await world.load([world.write('3.csv', csv('o3,b,2024-01-03,8,p'))], { onOverlap: 'error' });
      expect(await orders(world)).toHaveLength(3);
    }));

  it('goes on with --on-overlap append, under its customer alone', () =>
    inWorld(async (world) => {
      await world.load([world.write('1.csv', FIRST)]);
      const result = await world.load([world.write('2.csv', csv('o2,b,2024-01-02,4,p'))], {
        onOverlap: 'append',
      });
      expect(codes(result.notes)).toContain('orders_go_on');
      expect(await orders(world)).toEqual(['o1 a 1 1.0000', 'o2 b 2 6.0000']);
      world.write('3.csv', csv('o1,b,2024-01-02,4,p'));
      await expect(world.load(['3.csv'], { onOverlap: 'append' })).rejects.toMatchObject({
        code: 'append_to_others',
        exitCode: 3,
      });
      const { lineage } = await world.audit('rfm', []);
      expect(lineage).toMatchObject({ rowsRead: 3, rowsUsed: 3, rowsIgnored: {} });
    }));
});

describe('orders to delete', () => {
  const ORDERS = csv(
    'o1,a,2024-01-01,1,p',
    'o1,a,2024-01-01,x,p',
    'o2,b,2024-01-01,2,p',
    'o2,b,2024-01-01,4,q',
    ',c,2024-01-01,8,q',
  );

  it('go with all their lines, and a mended row does not bring them back', () =>
    inWorld(async (world) => {
      await world.load([world.write('orders.csv', ORDERS)], { maxQuarantine: '100%' });
      world.write('gone.csv', 'Order ID,why\no1,fraud\no1,fraud\no9,?\n,?\n');
      const result = await world.load([], {}, undefined, { deletions: ['gone.csv'] });
      expect(result.headline).toBe('Deleted 1 order from .clv');
      expect(rowsOf(result, 'deletions')).toEqual(['2 1 1 1']);
      expect(result.notes.map(({ text }) => text)).toEqual([
        '1 order to delete is not in the workspace: o9.',
        '1 row of the orders to delete has no order id and did nothing.',
      ]);
      const kept = ["'@2024-01-01T00:00:00 c 1 8.0000", 'o2 b 2 6.0000'];
      expect(await orders(world)).toEqual(kept);
      const { lineage } = await world.audit('rfm', []);
      expect(lineage).toMatchObject({
        rowsRead: 5,
        rowsUsed: 3,
        rowsQuarantined: 1,
        rowsIgnored: { deleted_order: 1 },
      });
      const [name] = readdirSync(join(world.folder, '.clv/quarantine'));
      const path = `.clv/quarantine/${name}`;
      world.write(path, world.read(path).replace(',x,', ',16,'));
      expect(codes((await world.load([path])).notes)).toContain('replaced_by_later_load');
      expect(await orders(world)).toEqual(kept);
    }));

  it('are deleted after the files of the command are loaded, and twice changes nothing', () =>
    inWorld(async (world) => {
      world.write('orders.csv', csv('o1,a,2024-01-01,1,p', 'o2,b,2024-01-01,2,p'));
      world.write('gone.csv', 'order_id\no2\n');
      const result = await world.load(['orders.csv'], {}, undefined, { deletions: ['gone.csv'] });
      expect(result.headline).toBe('Loaded 1 file into .clv · Deleted 1 order from .clv');
      expect(result.identities.every(({ holds }) => holds)).toBe(true);
      const before = await world.warehouse();
      await world.load([], {}, undefined, { deletions: ['gone.csv'] });
      expect(await world.warehouse()).toEqual(before);
      await world.load([world.write('again.csv', csv('o2,b,2024-01-05,5,p'))]);
      expect(await orders(world)).toEqual(['o1 a 1 1.0000', 'o2 b 1 5.0000']);
    }));

  it('are of the listed customer where ids are split', () =>
    inWorld(async (world) => {
      const split = { orderCollisions: 'split' };
      await world.load([world.write('1.csv', csv('o1,a,2024-01-01,1,p', 'o1,b,2024-01-01,2,p'))], split);
      world.write('gone.csv', 'order_id,customer_id\no1,b\n');
      const first = await world.load([], split, undefined, { deletions: ['gone.csv'] });
      expect(rowsOf(first, 'deletions')).toEqual(['1 1 1 0']);
      expect(await orders(world)).toEqual(['o1 a 1 1.0000']);
      world.write('more.csv', 'order_id,customer_id\no1,a\no1,c\n');
      const second = await world.load([], split, undefined, { deletions: ['more.csv'] });
      expect(rowsOf(second, 'deletions')).toEqual(['2 1 1 1']);
    }));

  it('keep back mended rows of the listed customer alone where ids are split', () =>
    inWorld(async (world) => {
      const split = { orderCollisions: 'split', maxQuarantine: '100%' };
      const rows = [
        'o1,a,2024-01-01,1,p',
        'o1,a,2024-01-01,x,p',
        'o1,b,2024-01-01,x,p',
        'o1,c,2024-01-01,x,p',
      ];
      await world.load([world.write('1.csv', csv(...rows))], split);
      const remove = (name: string) => world.load([], split, undefined, { deletions: [name] });
      await remove(world.write('gone-a.csv', 'order_id,customer_id\no1,a\n'));
      await remove(world.write('gone-b.csv', 'order_id,customer_id\no1,b\n'));
      const [name] = readdirSync(join(world.folder, '.clv/quarantine'));
      const path = `.clv/quarantine/${name}`;
      world.write(path, world.read(path).replaceAll(',x,', ',16,'));
      await world.load([path], split);
      expect(await orders(world)).toEqual(['o1 c 1 16.0000']);
    }));

  it('are all deleted or none, where a row of the list is broken', () =>
    inWorld(async (world) => {
      await world.load([world.write('1.csv', csv('o1,a,2024-01-01,1,p', 'o2,b,2024-01-01,2,p'))]);
      const before = await world.warehouse();
      for (const rows of ['o1,x\no2,"y\n', 'o1,x\no2,y,z\n'])
        await expect(
          world.load([], {}, undefined, { deletions: [world.write('gone.csv', `order_id,why\n${rows}`)] }),
        ).rejects.toMatchObject({
          code: 'deletions_unreadable',
          exitCode: 3,
          message: expect.stringMatching(/^--delete gone\.csv: 1 row does not have the columns/),
        });
      expect(await world.warehouse()).toEqual(before);
    }));

  it('are named by their ids', () =>
    inWorld(async (world) => {
      world.write('gone.csv', 'name,why\nx,y\n');
      await expect(world.load([], {}, undefined, { deletions: ['gone.csv'] })).rejects.toMatchObject({
        message:
          '--delete gone.csv: no column of order ids (there are name, why). Name it with --columns order_id="…".',
      });
      world.write('other.csv', 'nummer\no1\n');
      await world.load([world.write('1.csv', csv('o1,a,2024-01-01,1,p', 'o2,a,2024-01-01,1,p'))]);
      const columns = { columns: ['order_id=nummer'] };
      await world.load([], columns, undefined, { deletions: ['other.csv'] });
      expect(await orders(world)).toEqual(['o2 a 1 1.0000']);
    }));
});

describe('a file that is added to', () => {
  const since = (world: World, name: string) => world.load([name], {}, undefined, { sinceWatermark: true });
  const add = (world: World, name: string, text: string) => appendFileSync(join(world.folder, name), text);

  it('is read from where the last load ended; an order may go on, a last line may be unfinished', () =>
    inWorld(async (world) => {
      world.write('log.csv', csv('o1,a,2024-01-01,1,"p\nq"', 'o2,a,2024-01-02,2,p'));
      await since(world, 'log.csv');
      add(world, 'log.csv', 'o2,a,2024-01-02,4,p\no3,b,2024-01-03,8,"un');
      const second = await since(world, 'log.csv');
      expect(second.lineage.rowsRead).toBe(1);
      expect(second.notes.map(({ text }) => text)).toEqual([
        'log.csv: the last line has no end yet (21 bytes); it is read when it has one.',
        'log.csv: read from byte 93 on, 20 new bytes. Rows are numbered from the first new one.',
      ]);
      expect(codes((await since(world, 'log.csv')).notes)).toEqual(['unfinished_line', 'nothing_appended']);
      add(world, 'log.csv', 'finished\n"\no2,a,2024-01-02,4,p\n');
      await since(world, 'log.csv');
      expect(await world.relations([])).toEqual(await world.relations(['log.csv']));
      expect(await orders(world)).toEqual(['o1 a 1 1.0000', 'o2 a 3 10.0000', 'o3 b 1 8.0000']);
    }));

  it('may have been loaded whole before, without a last line end', () =>
    inWorld(async (world) => {
      await world.load([world.write('log.csv', csv('o1,a,2024-01-01,1,p').trim())]);
      add(world, 'log.csv', '\r\no1,a,2024-01-01,2,p\n');
      await since(world, 'log.csv');
      expect(await orders(world)).toEqual(['o1 a 2 3.0000']);
    }));

  it('may be NDJSON', () =>
    inWorld(async (world) => {
      const row = (id: string) =>
        `${JSON.stringify({ order_id: id, customer_id: 'a', order_ts: '2024-01-01', amount: 1, note: '"' })}\n`;
      world.write('log.ndjson', row('o1'));
      await since(world, 'log.ndjson');
      add(world, 'log.ndjson', row('o2') + row('o3'));
      expect((await since(world, 'log.ndjson')).lineage.rowsRead).toBe(2);
      expect(await orders(world)).toHaveLength(3);
    }));

  it('is refused when what was read before has changed, is gone, or goes on in the middle of a line', () =>
    inWorld(async (world) => {
      const text = csv('o1,a,2024-01-01,1,p');
      world.write('log.csv', text);
      await since(world, 'log.csv');
      const before = await world.warehouse();
      world.write('log.csv', csv('o1,a,2024-01-01,9,p', 'o2,a,2024-01-01,9,p'));
      await expect(since(world, 'log.csv')).rejects.toMatchObject({
        exitCode: 3,
        message:
          'log.csv: its first 68 bytes are not those that were loaded before, so it has not just been added to. Nothing was loaded. If the new content is meant, load it without --since-watermark: its orders take the place of those that are there.',
      });
      world.write('log.csv', `${HEAD}\n`);
      await expect(since(world, 'log.csv')).rejects.toMatchObject({ code: 'watermark_file_shrank' });
      expect(await world.warehouse()).toEqual(before);
      await world.load([world.write('whole.csv', text.trim().replace('o1', 'o5'))]);
      add(world, 'whole.csv', '23,p\n');
      await expect(since(world, 'whole.csv')).rejects.toMatchObject({ code: 'watermark_prefix_changed' });
    }));

  it('that was loaded whole again begins anew', () =>
    inWorld(async (world) => {
      world.write('log.csv', csv('o1,a,2024-01-01,1,p'));
      await since(world, 'log.csv');
      await world.load([world.write('log.csv', csv('o1,a,2024-01-01,9,p'))]);
      add(world, 'log.csv', 'o2,a,2024-01-01,2,p\n');
      await since(world, 'log.csv');
      expect(await orders(world)).toEqual(['o1 a 1 9.0000', 'o2 a 1 2.0000']);
    }));

  it('is plain text in UTF-8', () =>
    inWorld(async (world) => {
      const files: [string, string | Buffer][] = [
        ['log.csv.gz', gzipSync(csv('o1,a,2024-01-01,1,p'))],
        ['log.parquet', 'PAR1…'],
        ['log.json', '[{}]'],
        ['log.txt', Buffer.from(`\ufeff${HEAD}\n`, 'utf16le')],
      ];
      for (const [name, content] of files) {
        writeFileSync(join(world.folder, name), content);
        await expect(since(world, name)).rejects.toMatchObject({ code: 'watermark_not_text', exitCode: 2 });
      }
      await expect(since(world, '-')).rejects.toMatchObject({ code: 'watermark_not_text' });
    }));
});

it('says which products have restated the past, and from when others count', () =>
  inWorld(async (world) => {
    const rows = Array.from({ length: 20 }, (_, i) => `o${i + 10},c${i},2024-01-${i + 10},10,p${i % 10}`);
    world.write('p1.csv', 'product_id,margin_pct\np1,0.1\np2,0.1\n');
    await world.load([world.write('1.csv', csv(...rows))], { products: ['p1.csv'] });
    world.write('p2.csv', 'product_id,margin_pct,valid_from\np1,0.5,\np2,0.5,2024-01-20\n');
    const { notes, warnings } = await world.load([], { products: ['p2.csv'] });
    const changed = [...warnings, ...notes].filter(({ code }) => code.startsWith('products_'));
    expect(changed.map(({ text }) => text)).toEqual([
      '1 product changed without a valid_from (p1): the past is restated in 2 orders. Give such rows a valid_from to leave the past as it was.',
      '1 product changed from the day of valid_from on (p2): 1 order from then on has been valued anew.',
    ]);
    const { customers, ...others } = await world.relations([]);
    expect(customers).toMatch(/^c1,/m);
    world.write('p3.csv', 'product_id,margin_pct,valid_from\np1,0.5,\np2,0.1,\np2,0.5,2024-01-20\n');
    const whole = await world.relations(['1.csv'], { products: ['p3.csv'] });
    expect({ customers, ...others }).toEqual(whole);
  }));

it('customers keep the past where they have a start, else restate it, and say which', () =>
  inWorld(async (world) => {
    const customers = (name: string, ...rows: string[]) =>
      world.write(name, `customer_id,channel,valid_from\n${rows.join('\n')}\n`);
    const orders = world.write('o.csv', csv('o1,a,2024-01-05,1,p', 'o2,b,2024-01-05,1,p'));
    await world.load([orders], { customers: [customers('c1.csv', 'a,web,', 'b,web,')] });
    const dated = await world.load([], { customers: [customers('c2.csv', 'a,app,2024-01-05', 'b,web,')] });
    expect(dated.notes.map(({ text }) => text)).toEqual([
      '1 customer changed from the day of valid_from on (channel): --attributes-as-of then still gives what they were when acquired.',
    ]);
    await world.load([world.write('o2.csv', csv('o3,b,2024-03-05,1,p'))]);
    await world.load([], { customers: [customers('c3.csv', 'a,shop,2024-02-01')] });
    const { customer_attribute_history } = await world.relations([]);
    expect(customer_attribute_history!.trim().split('\n').slice(1)).toEqual([
      'a,channel,2024-01-05,2024-02-01,app',
      'a,channel,2024-02-01,,shop',
      'a,channel,,2024-01-05,web',
      'b,channel,,,web',
    ]);
    const segments = async (attributesAsOf: string) => {
      const result = await world.audit('lens1', [], { by: 'channel', period: '2024', attributesAsOf });
      const rows = rowsOf(result, 'by_attribute').map((row) => row.split(' ')[0]);
      return { rows, notes: codes(result.notes).filter((code) => code.startsWith('attributes')) };
    };
    expect(await segments('now')).toEqual({ rows: ['shop', 'web'], notes: [] });
    expect(await segments('then')).toEqual({
      rows: ['app', 'web'],
      notes: ['attributes_of_day'],
    });
    expect((await segments('2024-01-04')).rows).toEqual(['web']);
    const restated = await world.load([], { customers: [customers('c4.csv', 'a,web,')] });
    expect(restated.notes.map(({ text }) => text)).toEqual([
      '1 customer changed without a valid_from (channel): their past is restated. Give such records a valid_from to leave the past as it was.',
    ]);
    expect((await segments('2024-02-01')).notes).toEqual(['attributes_undated']);
    await expect(segments('once')).rejects.toMatchObject({ exitCode: 2, code: 'bad_date' });
  }));
