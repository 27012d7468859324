import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Store } from '../../../src/store/store.js';
import { clv, inFolder } from '../../cli/in-process.js';

const SECRET = 'Zoë-4711';
const HEAD = 'order_id,customer_id,order_ts,amount,channel,email';
const csv = (...rows: string[]) => `${[HEAD, ...rows].join('\n')}\n`;
const ORDERS = csv(
  `o1,${SECRET},2020-01-01,1,web,zoe@example.org`,
  `o2,${SECRET},2024-01-02,2,app,zoe@example.org`,
  'o3,b,2024-01-03,4,web,b@example.org',
  `o4,${SECRET},never,8,web,zoe@example.org`,
  `o5,${SECRET},2024-01-05`,
  'o6,c,2020-01-06,16,web,c@example.org',
);

/** Where a text is: tables of the warehouse, and files of the workspace by their bytes. */
async function placesOf(cwd: string, text: string): Promise<string[]> {
  const found: string[] = [];
  const databases = readdirSync(join(cwd, '.clv'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.duckdb'),
  );
  for (const name of databases) {
    const path = join(cwd, '.clv', name);
    const store = await Store.open({ path, readOnly: true, memoryMegabytes: 100, tempDirectory: cwd });
    for (const { t } of await store.rows('select table_name as t from duckdb_tables() where not temporary')) {
      const { n } = await store.one(
        `select count(*) as n from "${t}" as r where contains(cast(r as varchar), $text)`,
        {
          text,
        },
      );
      if (Number(n) > 0) found.push(`${name}: ${t}`);
    }
    await store.close();
  }
  for (const entry of readdirSync(join(cwd, '.clv'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || entry.name.endsWith('.duckdb')) continue;
    if (readFileSync(path).includes(text)) found.push(entry.name);
  }
  return found;
}

async function loaded(cwd: string, ...args: string[]): Promise<void> {
  writeFileSync(join(cwd, 'o.csv'), ORDERS);
  writeFileSync(
    join(cwd, 'c.csv'),
    `customer_id,city,first_name,marketing_consent\n${SECRET},Ulm,Zoë,yes\nb,Bonn,Bo,no\n`,
  );
  const { code, err } = await clv(
    ['load', 'o.csv', '--customers', 'c.csv', '--max-quarantine', '100%', ...args],
    {
      cwd,
    },
  );
  expect(code, err).toBe(0);
}

const lineage = async (cwd: string) =>
  JSON.parse((await clv(['audit', 'rfm', '--format', 'json'], { cwd })).out).lineage;

describe('personal columns', () => {
  it('are not stored unless they are named', () =>
    inFolder(async (cwd) => {
      await loaded(cwd);
      const show = await clv(['mart', 'show', '--relation', 'orders', '--format', 'csv'], { cwd });
      expect(show.out).toContain('web');
      expect(show.out).not.toContain('@');
      const report = await clv(['privacy', 'report', '--format', 'json'], { cwd });
      const { tables } = JSON.parse(report.out) as { tables: { id: string; rows: object[] }[] };
      const places = tables[0]!.rows;
      expect(places).not.toContainEqual(expect.objectContaining({ column: 'first_name' }));
      // Nor in refused rows, which are kept to be mended.
      expect(places).toContainEqual(
        expect.objectContaining({ place: 'table quarantine, refused rows', column: 'channel', rows: 1 }),
      );
      expect(places).not.toContainEqual(expect.objectContaining({ kind: 'e-mail' }));
      expect(await placesOf(cwd, '@')).toEqual([]);
      expect(tables[1]!.rows).toContainEqual({ name: 'marketing_consent', given: 1, refused: 1 });
      writeFileSync(join(cwd, 'clv.config.json'), '{"attributes":["email"]}');
      writeFileSync(join(cwd, 'o.csv'), csv('o9,d,2024-01-09,1,web,d@example.org'));
      await clv(['load', 'o.csv'], { cwd });
      const asked = await clv(['mart', 'show', '--relation', 'orders', '--format', 'csv'], { cwd });
      expect(asked.out).toContain('d@example.org');
    }));
});

describe('forget', () => {
  it('leaves the id in no table and no file, and no later load brings it back', () =>
    inFolder(async (cwd) => {
      await loaded(cwd);
      // More places in which it may be: scores, files of the user in the workspace, an older backup.
      const path = join(cwd, '.clv/warehouse.duckdb');
      const store = await Store.open({ path, memoryMegabytes: 100, tempDirectory: cwd });
      await store.run(
        `create or replace table scores as select '${SECRET}' as customer_id, 1 as clv union all select 'b', 2`,
      );
      await store.close();
      mkdirSync(join(cwd, '.clv/backups'));
      writeFileSync(join(cwd, '.clv/backups/old.duckdb'), readFileSync(path));
      writeFileSync(join(cwd, '.clv/scores.csv'), `customer_id,note\nb,"two\nlines"\n${SECRET},"x\ny"\n`);
      writeFileSync(join(cwd, '.clv/more.ndjson'), `{"id":"${SECRET}"}\n{"id":"${SECRET}-b"}\n`);
      const before = await placesOf(cwd, SECRET);
      expect(before).toEqual(
        expect.arrayContaining([
          'warehouse.duckdb: customers',
          'warehouse.duckdb: customer_record_attributes',
          'warehouse.duckdb: order_lines',
          'warehouse.duckdb: quarantine',
          'warehouse.duckdb: scores',
          'backups/old.duckdb: orders',
          'scores.csv',
          'more.ndjson',
        ]),
      );
      expect(before.some((place) => /^o\.csv-.*\.csv$/.test(place))).toBe(true);
      const whole = await lineage(cwd);

      writeFileSync(join(cwd, 'ids.txt'), `customer_id\r\n"${SECRET}"\r\n`);
      const forgot = await clv(['privacy', 'forget', 'stranger', '--file', 'ids.txt', '--format', 'json'], {
        cwd,
      });
      expect(forgot.code, forgot.err).toBe(0);
      expect(JSON.parse(forgot.out).tables[0].rows).toEqual([
        { table: 'customer_record_attributes', rows: 2 },
        { table: 'customer_records', rows: 1 },
        { table: 'deleted_orders', rows: 0 },
        { table: 'order_lines', rows: 2 },
        { table: 'scores', rows: 1 },
        // The form of a row that does not come apart holds no id.
        { table: 'quarantine', rows: 1 },
      ]);
      // The other's id begins like this one, and is another.
      expect(readFileSync(join(cwd, '.clv/more.ndjson'), 'utf8')).toBe(`{"id":"${SECRET}-b"}\n`);
      writeFileSync(join(cwd, '.clv/more.ndjson'), '');
      expect(await placesOf(cwd, SECRET)).toEqual([]);
      expect(await placesOf(cwd, 'zoe@example.org')).toEqual([]);
      expect(
        forgot.out + JSON.stringify(readFileSync(join(cwd, '.clv/runs/runs.jsonl'), 'utf8')),
      ).not.toContain(SECRET);
      expect(readFileSync(join(cwd, '.clv/scores.csv'), 'utf8')).toBe('customer_id,note\nb,"two\nlines"\n');
      expect(existsSync(join(cwd, '.clv/backups/old.duckdb'))).toBe(false);
      const [receipt] = readdirSync(join(cwd, '.clv/receipts'));
      expect(JSON.parse(readFileSync(join(cwd, '.clv/receipts', receipt!), 'utf8'))).toMatchObject({
        idsAsked: 2,
        idsFound: 1,
        rowsErased: { order_lines: 2 },
      });
      expect(await lineage(cwd)).toMatchObject({
        rowsRead: whole.rowsRead,
        // With her newest order, the old one of another is a stray day.
        rowsUsed: whole.rowsUsed - 3,
        rowsQuarantined: whole.rowsQuarantined - 1,
        rowsIgnored: { forgotten: 3, after_as_of: 1 },
      });

      writeFileSync(join(cwd, 'o.csv'), `${ORDERS}o7,b,2024-01-07,32,web,b@example.org\n`);
      const again = await clv(
        ['load', 'o.csv', '--customers', 'c.csv', '--max-quarantine', '100%', '--format', 'json'],
        {
          cwd,
        },
      );
      expect(again.code, again.err).toBe(0);
      expect(JSON.parse(again.out).lineage).toMatchObject({
        rowsRead: 7,
        rowsUsed: 3,
        rowsIgnored: { forgotten: 3 },
      });
      expect(await placesOf(cwd, SECRET)).toEqual([]);
      const { rowsRead, rowsUsed, rowsQuarantined, rowsIgnored } = await lineage(cwd);
      const ignored = Object.values(rowsIgnored as Record<string, number>).reduce(
        (sum, rows) => sum + rows,
        0,
      );
      expect(rowsRead).toBe(rowsUsed + rowsQuarantined + ignored);
      expect(rowsIgnored.forgotten).toBe(6);
    }));

  it.each([[null], ['clv.key']])('their refused rows count towards no limit (key %s)', (key) =>
    inFolder(async (cwd) => {
      const of = (id: string, n: number, cell: (k: number) => string) =>
        Array.from({ length: n }, (_, k) => `${id}${k},${id},2024-01-0${1 + (k % 9)},${cell(k)},web,`);
      const options = ['--max-quarantine', '10%', ...(key === null ? [] : ['--pseudonym-key', key])];
      if (key !== null) writeFileSync(join(cwd, key), 'long enough for a key');
      const load = (...rows: string[]) => {
        writeFileSync(join(cwd, 'o.csv'), csv(...rows));
        return clv(['load', 'o.csv', ...options, '--format', 'json'], { cwd });
      };
      const fine = of('b', 20, (k) => `${k + 1}`);
      const hers = of(SECRET, 5, () => 'dear');
      expect((await load(...fine)).code).toBe(0);
      // Before she is forgotten they do count.
      expect((await load(...fine, ...hers)).err).toContain(
        '5 rows of 25 (20.0 %) of the orders were refused',
      );
      expect((await clv(['privacy', 'forget', SECRET, ...options.slice(2)], { cwd })).code).toBe(0);
      const { code, out, err } = await load(...fine, ...hers);
      expect(code, err).toBe(0);
      expect(JSON.parse(out).lineage).toMatchObject({
        rowsRead: 25,
        rowsUsed: 20,
        rowsQuarantined: 0,
        rowsIgnored: { forgotten: 5 },
      });
      // Others' rows count as ever, and hers stand in no message.
      const others = of('c', 3, () => 'cheap');
      const refused = await load(...fine, ...hers, ...others);
      expect(refused).toMatchObject({ code: 3 });
      expect(refused.err).toContain('3 rows of 23 (13.0 %) of the orders were refused');
      expect(refused.err).not.toContain('dear');
      expect(await placesOf(cwd, SECRET)).toEqual([]);
    }),
  );

  it('empties attributes of others that are the id, now and in later loads', () =>
    inFolder(async (cwd) => {
      const rows = (...lines: string[]) =>
        `order_id,customer_id,order_ts,amount,"brought ""by""",channel\n${lines.join('\n')}\n`;
      writeFileSync(
        join(cwd, 'o.csv'),
        rows(
          `1,${SECRET},2024-01-01,1,,web`,
          `2,b,2024-01-02,1,${SECRET},web`,
          `3,c,2024-01-03,1,${SECRET},`,
          `4,d,2024-01-04,1,${SECRET}-b,app`,
        ),
      );
      writeFileSync(join(cwd, 'c.csv'), `customer_id,friend\nb,${SECRET}\nd,c\n`);
      await clv(['load', 'o.csv', '--customers', 'c.csv'], { cwd });
      const forgot = await clv(['privacy', 'forget', SECRET, '--format', 'json'], { cwd });
      expect(forgot.code, forgot.err).toBe(0);
      const erased = { table: 'attributes_of_others', rows: 3 };
      expect(JSON.parse(forgot.out).tables[0].rows).toContainEqual(erased);
      writeFileSync(join(cwd, 'o2.csv'), rows(`5,b,2024-01-05,1,${SECRET},web`));
      writeFileSync(join(cwd, 'c2.csv'), `customer_id,friend\nc,${SECRET}\n`);
      const again = await clv(['load', 'o2.csv', '--customers', 'c2.csv'], { cwd });
      expect(again.code, again.err).toBe(0);
      const path = join(cwd, '.clv/warehouse.duckdb');
      const store = await Store.open({ path, readOnly: true, memoryMegabytes: 100, tempDirectory: cwd });
      const kept = await store.rows('select order_id, attributes from orders order by order_id');
      const friends = await store.rows('select customer_id, value from customer_record_attributes');
      await store.close();
      expect(kept.map(({ order_id, attributes }) => [order_id, attributes])).toEqual([
        ['2', '{"channel":"web"}'],
        ['3', null],
        ['4', `{"brought \\"by\\"":"${SECRET}-b","channel":"app"}`],
        ['5', '{"channel":"web"}'],
      ]);
      expect(friends).toEqual([{ customer_id: 'd', value: 'c' }]);
    }));

  it('empties cells of later refused rows of others that are the id, and finds it there after a restore', () =>
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'o.csv'), 'order_id,customer_id,order_ts,amount\n1,b,2024-01-01,1\n');
      expect((await clv(['load', 'o.csv'], { cwd })).code).toBe(0);
      const rows = [
        `r1,b,no day,1,${SECRET}`,
        `r2,b,no day,12, ${SECRET} `,
        `r4,,no day,1,${SECRET}`,
        `r5,c,no day,1,${SECRET}-b`,
        'r6,c,2024-01-06,1,b',
      ];
      writeFileSync(join(cwd, 'r.csv'), `order_id,customer_id,order_ts,amount,friend\n${rows.join('\n')}\n`);
      const load = () => clv(['load', 'r.csv', '--max-quarantine', '100%', '--format', 'json'], { cwd });
      cpSync(join(cwd, '.clv'), join(cwd, 'before'), { recursive: true });
      expect((await clv(['privacy', 'forget', SECRET], { cwd })).code).toBe(0);
      const { code, out, err } = await load();
      expect(code, err).toBe(0);
      expect(JSON.parse(out).lineage).toMatchObject({ rowsQuarantined: 4, rowsIgnored: {} });
      const folder = join(cwd, '.clv/quarantine');
      const name = readdirSync(folder).find((one) => one.startsWith('r.csv'));
      const kept = readFileSync(join(folder, name!), 'utf8').trim().split('\n').slice(1);
      expect(kept.map((row) => row.slice(row.lastIndexOf(',r') + 1))).toEqual([
        'r1,b,no day,1,',
        'r2,b,no day,12,',
        'r4,,no day,1,',
        `r5,c,no day,1,${SECRET}-b`,
      ]);
      renameSync(join(cwd, '.clv'), join(cwd, 'replaced'));
      renameSync(join(cwd, 'before'), join(cwd, '.clv'));
      expect((await load()).code).toBe(0);
      const again = await clv(['privacy', 'forget', '--forgotten-in', 'replaced'], { cwd });
      expect(again.code, again.err).toBe(0);
      const left = readFileSync(join(folder, name!), 'utf8');
      expect(left.replaceAll(`${SECRET}-b`, '')).not.toContain(SECRET);
    }));

  it('leaves later files alone that have no attributes, no orders or no customers', () =>
    inFolder(async (cwd) => {
      await loaded(cwd);
      expect((await clv(['privacy', 'forget', SECRET], { cwd })).code).toBe(0);
      const load = async (text: string, ...options: string[]) => {
        writeFileSync(join(cwd, 'later.csv'), text);
        const { code, out, err } = await clv(
          ['load', ...options, 'later.csv', '--accept-schema', '--format', 'json'],
          { cwd },
        );
        expect(code, err).toBe(0);
        return JSON.parse(out) as { notes: { text: string }[]; lineage: object };
      };
      const orders = await load(
        `order_id,customer_id,order_ts,amount\no8,${SECRET},2024-01-08,1\no9,b,2024-01-08,1\n`,
      );
      expect(orders.lineage).toMatchObject({ rowsUsed: 1, rowsIgnored: { forgotten: 1 } });
      const customers = await load(`customer_id,friend\n${SECRET},b\nb,${SECRET}\nb2,c\n`, '--customers');
      expect(customers.notes.map(({ text }) => text)).toContain(
        '1 row of customers who were forgotten was left out.',
      );
      await load('product_id,category\np1,x\n', '--products');
      expect(await placesOf(cwd, SECRET)).toEqual([]);
    }));

  it('takes an id that is a number for one only where the customer stands', () =>
    inFolder(async (cwd) => {
      const rows = (...lines: string[]) =>
        `order_id,customer_id,order_ts,quantity,unit_price\n${lines.join('\n')}\n`;
      const fine = ['1,12,2024-01-01,1,10.00', '2,15,2024-01-02,12,11.00', '3,16,2024-01-03,1,2.00'];
      const hers = ['4,12,2024-13-01,1,10.00', '5,,2024-01-04,12,10.00'];
      const others = ['6,15,2024-13-01,12,10.00', '12,16,2024-13-01,1,12.50'];
      writeFileSync(join(cwd, 'o.csv'), rows(...fine, ...hers, ...others));
      const loaded = await clv(['load', 'o.csv', '--max-quarantine', '100%'], { cwd });
      expect(loaded.code, loaded.err).toBe(0);
      writeFileSync(join(cwd, '.clv/mine.csv'), 'customer_id;x\n12;1\n15;12\n16;1.12\n');
      writeFileSync(join(cwd, '.clv/mine.ndjson'), '{"customer_id":12,"x":1}\n{"customer_id":15,"x":12}\n');
      writeFileSync(join(cwd, '.clv/none.txt'), 'who: 12\nwho: 15\n');
      const forgot = await clv(['privacy', 'forget', '12', '--format', 'json'], { cwd });
      expect(forgot.code, forgot.err).toBe(0);
      // A row without a customer may be hers, wherever the number stands in it.
      expect(JSON.parse(forgot.out).tables[0].rows).toContainEqual({ table: 'quarantine', rows: 2 });
      expect(JSON.parse(forgot.out).notes[0]).toMatchObject({ code: 'files_erased' });
      const [name] = readdirSync(join(cwd, '.clv/quarantine'));
      const kept = readFileSync(join(cwd, '.clv/quarantine', name!), 'utf8');
      expect(kept.trim().split('\n').slice(1)).toEqual(
        others.map((row, i) => expect.stringMatching(new RegExp(`^o\\.csv,${i + 6},order_ts,.*${row}$`))),
      );
      expect(readFileSync(join(cwd, '.clv/mine.csv'), 'utf8')).toBe('customer_id;x\n15;12\n16;1.12\n');
      expect(readFileSync(join(cwd, '.clv/mine.ndjson'), 'utf8')).toBe('{"customer_id":15,"x":12}\n');
      expect(readFileSync(join(cwd, '.clv/none.txt'), 'utf8')).toBe('who: 15\n');
    }));

  it('is done again where a backup from before was restored, by hashes alone', () =>
    inFolder(async (cwd) => {
      const inCwd = (name: string) => join(cwd, name);
      const move = (from: string, to: string) => renameSync(inCwd(from), inCwd(to));
      const copy = (from: string, to: string) => cpSync(inCwd(from), inCwd(to), { recursive: true });
      const again = (folder: string) =>
        clv(['privacy', 'forget', '--forgotten-in', folder, '--format', 'json'], { cwd });
      await loaded(cwd);
      writeFileSync(inCwd('more.csv'), csv(`o8,b,2024-01-08,1,${SECRET},x`, 'o9,never-there,2024-01-08,1,,'));
      expect((await clv(['load', 'more.csv'], { cwd })).code).toBe(0);
      copy('.clv', 'backup');
      expect((await again('backup')).out).toContain('backup has no list of forgotten customers');
      expect((await clv(['privacy', 'forget', SECRET, 'stranger'], { cwd })).code).toBe(0);
      const list = readFileSync(inCwd('.clv/tombstones.txt'), 'utf8');
      expect(list).toMatch(/^([0-9a-f]{64}\n){2}$/);

      move('.clv', 'broken');
      copy('backup', '.clv');
      writeFileSync(inCwd('broken/warehouse.duckdb'), 'broken');
      expect((await placesOf(cwd, SECRET)).length).toBeGreaterThan(3);
      const done = await again('broken');
      expect(done.code, done.err).toBe(0);
      expect(JSON.parse(done.out).notes[0].text).toBe(
        'Of the customers forgotten in broken, 2 were not forgotten here; 1 was back, and is gone again.',
      );
      expect(JSON.parse(done.out).tables[0].rows).toContainEqual({ table: 'attributes_of_others', rows: 1 });
      expect(await placesOf(cwd, SECRET)).toEqual([]);
      expect(readFileSync(inCwd('.clv/tombstones.txt'), 'utf8')).toBe(list);
      expect((await again('broken')).out).toContain('nothing to do');
      writeFileSync(inCwd('o.csv'), `${ORDERS}o7,stranger,2024-01-07,32,web,\n`);
      const later = await clv(['load', 'o.csv', '--max-quarantine', '100%', '--format', 'json'], { cwd });
      expect(JSON.parse(later.out).lineage.rowsIgnored).toEqual({ forgotten: 4 });

      // A list that is lost, or was never kept, comes back with the next load.
      rmSync(inCwd('.clv/tombstones.txt'));
      writeFileSync(inCwd('o2.csv'), csv('o11,b,2024-01-09,1,web,x'));
      expect((await clv(['load', 'o2.csv'], { cwd })).code).toBe(0);
      expect(readFileSync(inCwd('.clv/tombstones.txt'), 'utf8')).toBe(list);

      writeFileSync(inCwd('broken/tombstone.key'), 'another key, long enough');
      writeFileSync(inCwd('broken/tombstones.txt'), `${'0'.repeat(64)}\n`);
      expect(await again('broken')).toMatchObject({
        code: 2,
        err: expect.stringContaining('error[key_of_other_workspace]'),
      });
      rmSync(inCwd('broken/tombstone.key'));
      expect((await again('broken')).err).toContain('error[no_tombstone_key]');
      expect((await again('nowhere')).err).toContain('error[no_tombstone_list]');
      expect(await placesOf(cwd, SECRET)).toEqual([]);
    }));

  it('keeps the list where a warehouse from before has come to lie beside it', () =>
    inFolder(async (cwd) => {
      await loaded(cwd);
      const warehouse = join(cwd, '.clv/warehouse.duckdb');
      const list = () => readFileSync(join(cwd, '.clv/tombstones.txt'), 'utf8').trim().split('\n');
      cpSync(warehouse, join(cwd, 'before.duckdb'));
      expect((await clv(['privacy', 'forget', SECRET], { cwd })).code).toBe(0);
      const [first] = list();
      cpSync(join(cwd, 'before.duckdb'), warehouse);
      expect((await clv(['privacy', 'forget', 'c'], { cwd })).code).toBe(0);
      expect(list()).toHaveLength(2);
      expect(list()).toContain(first);
      const again = await clv(['privacy', 'forget', '--forgotten-in', '.clv'], { cwd });
      expect(again.code, again.err).toBe(0);
      expect(again.out).toContain('1 was not forgotten here; 1 was back');
      expect(await placesOf(cwd, SECRET)).toEqual([]);
      // A version that keeps no list has forgotten others meanwhile.
      writeFileSync(join(cwd, '.clv/tombstones.txt'), `${first}\n`);
      writeFileSync(join(cwd, 'o2.csv'), csv('o9,b,2024-01-09,1,web,x'));
      expect((await clv(['load', 'o2.csv'], { cwd })).code).toBe(0);
      expect(list()).toHaveLength(2);
    }));

  it('asks whom', () =>
    inFolder(async (cwd) => {
      await loaded(cwd);
      const none = await clv(['privacy', 'forget'], { cwd });
      expect(none).toMatchObject({ code: 2, err: expect.stringContaining('error[no_ids]') });
      writeFileSync(join(cwd, 'ids.csv'), '"b,c"\n"b","asked by mail"\n');
      const wide = await clv(['privacy', 'forget', '--file', 'ids.csv'], { cwd });
      expect(wide).toMatchObject({ code: 2, err: expect.stringContaining('ids.csv line 2 holds more than') });
      const missing = await clv(['privacy', 'forget', '--file', 'nothere.txt'], { cwd });
      expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('there is no such file') });
    }));
});

describe('pseudonyms', () => {
  it('take the place of every id, now and in later loads, with the key outside', () =>
    inFolder(async (cwd) => {
      await loaded(cwd);
      const before = await lineage(cwd);
      const done = await clv(['privacy', 'pseudonymise', '--pseudonym-key', 'clv.key'], { cwd });
      expect(done.code, done.err).toBe(0);
      expect(statSync(join(cwd, 'clv.key')).mode & 0o777).toBe(0o600);
      const key = readFileSync(join(cwd, 'clv.key'), 'utf8').trim();
      expect(await placesOf(cwd, SECRET)).toEqual([]);
      expect(await placesOf(cwd, key)).toEqual([]);
      expect(await lineage(cwd)).toEqual(before);

      writeFileSync(
        join(cwd, 'later.csv'),
        csv(`o8,${SECRET},2024-02-01,64,web,x`, `o9,${SECRET},never,1,web,x`),
      );
      const options = ['--max-quarantine', '100%', '--pseudonym-key', 'clv.key'];
      expect((await clv(['load', 'later.csv', '--max-quarantine', '1'], { cwd })).err).toContain(
        'error[key_missing]',
      );
      writeFileSync(join(cwd, 'other.key'), 'another key, long enough');
      const other = await clv(
        ['load', 'later.csv', '--max-quarantine', '1', '--pseudonym-key', 'other.key'],
        { cwd },
      );
      expect(other.err).toContain('error[key_other]');
      expect((await clv(['load', 'later.csv', ...options], { cwd })).code).toBe(0);
      expect(await placesOf(cwd, SECRET)).toEqual([]);
      const customers = await clv(['mart', 'show', '--relation', 'customers', '--format', 'json'], { cwd });
      const rows = JSON.parse(customers.out).tables[0].rows as { customer_id: string; orders: number }[];
      expect(rows).toHaveLength(3);
      expect(rows.every(({ customer_id }) => /^p_[0-9a-f]{32}$/.test(customer_id))).toBe(true);
      expect(Math.max(...rows.map(({ orders }) => orders))).toBe(3);

      // Refused rows hold the pseudonym, and come back as it.
      const [name] = readdirSync(join(cwd, '.clv/quarantine'));
      const path = join(cwd, '.clv/quarantine', name!);
      writeFileSync(path, readFileSync(path, 'utf8').replace('never', '2024-02-02'));
      expect((await clv(['quarantine', 'retry', ...options], { cwd })).code).toBe(0);
      const forgot = await clv(
        ['privacy', 'forget', SECRET, '--pseudonym-key', 'clv.key', '--format', 'json'],
        { cwd },
      );
      expect(JSON.parse(forgot.out).tables[0].rows).toContainEqual({ table: 'order_lines', rows: 4 });
      const again = await clv(['load', 'o.csv', ...options, '--format', 'json'], { cwd });
      expect(JSON.parse(again.out).notes[0].code).toBe('same_bytes');
    }));

  it('do not bring back who was forgotten before', () =>
    inFolder(async (cwd) => {
      await loaded(cwd);
      for (const args of [
        ['forget', SECRET],
        ['pseudonymise', '--pseudonym-key', 'clv.key'],
        ['forget', 'b', '--pseudonym-key', 'clv.key'],
      ])
        expect((await clv(['privacy', ...args], { cwd })).code).toBe(0);
      writeFileSync(join(cwd, 'o.csv'), `${ORDERS}o7,d,2024-01-07,32,web,d@example.org\n`);
      const options = ['--max-quarantine', '100%', '--pseudonym-key', 'clv.key', '--format', 'json'];
      const again = await clv(['load', 'o.csv', '--customers', 'c.csv', ...options], { cwd });
      expect(again.code, again.err).toBe(0);
      expect(JSON.parse(again.out).lineage).toMatchObject({
        rowsRead: 7,
        rowsUsed: 2,
        rowsQuarantined: 1,
        rowsIgnored: { forgotten: 4 },
      });
      expect(await placesOf(cwd, SECRET)).toEqual([]);
    }));

  it('are made again of a backup with ids before whoever was forgotten by them is', () =>
    inFolder(async (cwd) => {
      const key = ['--pseudonym-key', 'clv.key'];
      await loaded(cwd);
      cpSync(join(cwd, '.clv'), join(cwd, 'backup'), { recursive: true });
      for (const args of [
        ['pseudonymise', ...key],
        ['forget', SECRET, ...key],
      ])
        expect((await clv(['privacy', ...args], { cwd })).code).toBe(0);
      renameSync(join(cwd, '.clv'), join(cwd, 'broken'));
      renameSync(join(cwd, 'backup'), join(cwd, '.clv'));
      const again = () => clv(['privacy', 'forget', '--forgotten-in', 'broken', '--format', 'json'], { cwd });
      expect((await again()).out).toContain('1 was not forgotten here; none was back.');
      expect((await clv(['privacy', 'pseudonymise', ...key], { cwd })).code).toBe(0);
      const done = await again();
      expect(done.out).toContain('0 were not forgotten here; 1 was back, and is gone again.');
      expect(JSON.parse(done.out).tables[0].rows).toContainEqual({ table: 'order_lines', rows: 2 });
      expect(await lineage(cwd)).toMatchObject({ rowsIgnored: { forgotten: 3 } });
      expect((await again()).out).toContain('nothing to do');
    }));

  it('need a key that is long enough, elsewhere, and there from the beginning', () =>
    inFolder(async (cwd) => {
      await loaded(cwd);
      const refused = async (...args: string[]) => (await clv(args, { cwd })).err;
      expect(await refused('privacy', 'pseudonymise')).toContain('error[no_key]');
      expect(await refused('privacy', 'pseudonymise', '--pseudonym-key', '.clv/k')).toContain(
        'error[key_in_workspace]',
      );
      symlinkSync(join(cwd, '.clv'), join(cwd, 'link'));
      expect(await refused('privacy', 'pseudonymise', '--pseudonym-key', 'link/k')).toContain(
        'error[key_in_workspace]',
      );
      expect(existsSync(join(cwd, '.clv/k'))).toBe(false);
      writeFileSync(join(cwd, 'short'), 'abc');
      expect(await refused('privacy', 'pseudonymise', '--pseudonym-key', 'short')).toContain(
        'error[key_too_short]',
      );
      writeFileSync(join(cwd, 'new.csv'), csv('o9,z,2024-01-09,1,web,'));
      expect(await refused('load', 'new.csv', '--pseudonym-key', 'no.key')).toContain(
        'error[key_unreadable]',
      );
      writeFileSync(join(cwd, 'long.key'), 'long enough for a key');
      expect(await refused('load', 'new.csv', '--pseudonym-key', 'long.key')).toContain(
        'error[ids_not_pseudonyms]',
      );
      const fresh = await clv(['load', 'new.csv', '--pseudonym-key', 'long.key', '--workspace', 'w'], {
        cwd,
      });
      expect(fresh.code, fresh.err).toBe(0);
      expect((await clv(['load', '--customers', 'c.csv', '--workspace', 'v'], { cwd })).code).toBe(0);
      expect(await refused('load', 'new.csv', '--pseudonym-key', 'long.key', '--workspace', 'v')).toContain(
        'error[ids_not_pseudonyms]',
      );
    }));
});

describe('retention', () => {
  it('erases old rows and customers of whom nothing is left, and keeps them out', () =>
    inFolder(async (cwd) => {
      await loaded(cwd);
      writeFileSync(join(cwd, 'gone.csv'), csv('o10,long-gone,2019-01-01,1,web,'));
      writeFileSync(join(cwd, 'delete.csv'), 'order_id\no10\n');
      expect((await clv(['load', 'gone.csv', '--delete', 'delete.csv'], { cwd })).code).toBe(0);
      expect(await placesOf(cwd, 'long-gone')).toEqual(['warehouse.duckdb: deleted_orders']);
      const before = await lineage(cwd);
      const done = await clv(['privacy', 'retention', '--older-than', '36m'], { cwd });
      expect(done.code, done.err).toBe(0);
      expect(done.out).toContain('Nothing from before 2021-01-03 is kept');
      expect(await placesOf(cwd, 'o6')).toEqual([]);
      expect(await placesOf(cwd, 'long-gone')).toEqual([]);
      expect(await lineage(cwd)).toMatchObject({
        rowsRead: before.rowsRead,
        rowsUsed: before.rowsUsed - 2,
        rowsQuarantined: 0,
        rowsIgnored: { retention: 4 },
      });
      writeFileSync(join(cwd, 'old.csv'), csv('o6,c,2020-01-06,16,web,', 'o7,c,2024-01-07,1,web,'));
      const later = await clv(['load', 'old.csv', '--format', 'json'], { cwd });
      expect(JSON.parse(later.out).lineage).toMatchObject({ rowsUsed: 1, rowsIgnored: { retention: 1 } });
      // Nor does an export of all customers bring back whom nobody has heard of since.
      const customers = [
        'long-gone,2019-01-01,Ulm',
        'c,2019-01-01,Bonn',
        'late,2023-01-01,Kiel',
        'nodate,,Hof',
      ];
      writeFileSync(join(cwd, 'all.csv'), `customer_id,acquisition_ts,city\n${customers.join('\n')}\n`);
      const all = await clv(['load', '--customers', 'all.csv', '--accept-schema', '--format', 'json'], {
        cwd,
      });
      expect(all.code, all.err).toBe(0);
      expect(JSON.parse(all.out).notes).toContainEqual({
        code: 'retention',
        text: '1 row from before 2021-01-03 was left out: older rows are not kept (clv privacy retention).',
      });
      expect(await placesOf(cwd, 'long-gone')).toEqual([]);
      expect(await placesOf(cwd, 'Bonn')).toContain('warehouse.duckdb: customer_record_attributes');
      expect(await placesOf(cwd, 'Kiel')).toContain('warehouse.duckdb: customer_record_attributes');
      // A longer time does not bring back what is gone: the later limit stays.
      expect((await clv(['privacy', 'retention', '--older-than', '9y'], { cwd })).out).toContain(
        '2021-01-03',
      );
      for (const [time, code] of [
        ['soon', 'bad_duration'],
        ['0m', 'bad_duration'],
      ])
        expect((await clv(['privacy', 'retention', '--older-than', time!], { cwd })).err).toContain(
          `error[${code}]`,
        );
      expect((await clv(['privacy', 'retention'], { cwd })).err).toContain('error[no_limit]');
    }));
});
