import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beginLanding } from '../../src/store/landed.js';
import { Store } from '../../src/store/store.js';
import { workspaceAt } from '../../src/store/workspace.js';
import { clv, inFolder } from './in-process.js';
import { madeUpOrders } from './made-up-base.js';

const REST = ['--quiet', '--model', 'bgnbd'];

function write(cwd: string, name: string, lines: readonly string[]): void {
  writeFileSync(join(cwd, name), `${lines.join('\n')}\n`);
}

async function said(cwd: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await clv(args, { cwd });
  expect(err).toBe('');
  expect(code).toBe(0);
  return out;
}

function hasLanded(cwd: string): boolean {
  return existsSync(join(cwd, '.clv/landed'));
}

function hasWarehouse(cwd: string): boolean {
  return existsSync(join(cwd, '.clv/warehouse.duckdb'));
}

/** What a report says, without the name and the place of the command. */
async function told(cwd: string, ...args: string[]): Promise<unknown> {
  return JSON.parse(await said(cwd, ...args, '--format', 'json', '--quiet'));
}

function withoutPlace(result: unknown, cwd: string): unknown {
  return JSON.parse(JSON.stringify(result).replaceAll(cwd, ''));
}

/** Two folders with the same orders: in one they were fitted at once, in the other loaded first. */
async function bothWays(
  lines: readonly string[],
  work: (landed: string, loaded: string) => Promise<void>,
  ...flags: string[]
): Promise<void> {
  await inFolder(async (folder) => {
    const [landed, loaded] = ['landed', 'loaded'].map((name) => join(folder, name)) as [string, string];
    for (const cwd of [landed, loaded]) {
      mkdirSync(cwd);
      write(cwd, 'orders.csv', lines);
    }
    await said(landed, 'fit', 'orders.csv', ...REST, ...flags);
    expect([hasLanded(landed), hasWarehouse(landed)]).toEqual([true, false]);
    await said(loaded, 'load', 'orders.csv', '--quiet', ...flags);
    await said(loaded, 'fit', ...REST, ...flags);
    expect([hasLanded(loaded), hasWarehouse(loaded)]).toEqual([false, true]);
    await work(landed, loaded);
  });
}

function modelOf(cwd: string): string {
  return readFileSync(join(cwd, '.clv/models/current'), 'utf8');
}

/** Orders with costs, returns, several orders a day, a line without a customer, and one said twice. */
function oddOrders(): string[] {
  const [, ...rows] = madeUpOrders();
  const sales = rows.map(
    (row, i) => `${row},${(Number(row.split(',')[3]) * 0.6).toFixed(2)},${i % 3 === 0 ? 'web' : 'shop'}`,
  );
  const twice = sales.slice(0, 9).map((row) => row.replace(/,O(\d+)/, ',P$1'));
  const returns = sales.slice(3, 30).map((row) => {
    const [id, order, date, amount, , channel] = row.split(',');
    return `${id},${order},${date},-${amount},,${channel}`;
  });
  return [
    'customer_id,order_id,order_date,amount,cost,channel',
    ...sales,
    ...twice,
    ...returns,
    ',Z1,2022-03-04,12.00,7.20,web',
    'RETURNS ONLY,Z2,2022-03-05,-8.00,,web',
  ];
}

describe('files that are fitted in an empty workspace', () => {
  it('give the model, the scores and the reports of files that were loaded first', async () => {
    await bothWays(oddOrders(), async (landed, loaded) => {
      expect(modelOf(landed)).toBe(modelOf(loaded));
      const lineages = [landed, loaded].map((cwd) => {
        const model = readdirSync(join(cwd, '.clv/models'), { withFileTypes: true }).find((each) =>
          each.isDirectory(),
        )!;
        return JSON.parse(readFileSync(join(cwd, '.clv/models', model.name, 'lineage.json'), 'utf8'));
      });
      expect(lineages[0]).toEqual(lineages[1]);
      for (const flags of [
        [],
        ['--min-days', '90'],
        ['--explain', 'C004'],
        ['--mean-interval', '--returns', 'base'],
      ]) {
        const [one, other] = await Promise.all([landed, loaded].map((cwd) => told(cwd, 'score', ...flags)));
        expect(withoutPlace(one, landed)).toEqual(withoutPlace(other, loaded));
        expect(readFileSync(join(landed, 'scores.csv'), 'utf8')).toBe(
          readFileSync(join(loaded, 'scores.csv'), 'utf8'),
        );
      }
      expect([hasLanded(landed), hasWarehouse(landed)]).toEqual([true, false]);
      const day = '2022-12-31';
      for (const args of [
        ['audit', 'all'],
        ['audit', 'lens1', '--by', 'channel'],
        ['audit', 'lens1', '--by', `tier@${day}`, '--as-of', day],
        ['check'],
      ]) {
        const [one, other] = await Promise.all(
          [landed, loaded].map((cwd) => clv([...args, '--format', 'json', '--quiet'], { cwd })),
        );
        expect(one).toEqual(other);
      }
      expect([hasLanded(landed), hasWarehouse(landed)]).toEqual([false, true]);
    });
  });

  it('are loaded when somebody asks for their lines, with the scores that were made of them', async () => {
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', madeUpOrders());
      await said(cwd, 'fit', 'orders.csv', ...REST);
      await said(cwd, 'score', '--quiet');
      const before = readFileSync(join(cwd, 'scores.csv'), 'utf8');
      // A night that goes on: other files, the same file again, a fit of what is there.
      write(cwd, 'more.csv', ['customer_id,order_id,order_date,amount', 'C000,N1,2023-02-01,10.00']);
      await said(cwd, 'load', 'more.csv', '--quiet');
      expect([hasLanded(cwd), hasWarehouse(cwd)]).toEqual([false, true]);
      const again = await clv(['load', 'orders.csv'], { cwd });
      expect(again.out).toContain('Already loaded, so nothing to do: orders.csv.');
      expect(await scoresTable(cwd)).toBe(before.trimEnd().split('\n').length - 1);
      const audited = (await told(cwd, 'audit', 'lens1')) as {
        lineage: { rowsUsed: number; files: { name: string }[] };
      };
      expect(audited.lineage.rowsUsed).toBe(madeUpOrders().length);
      expect(audited.lineage.files.map(({ name }) => name)).toEqual(['orders.csv', 'more.csv']);
    });
  });

  it('give the same model when it is fitted again, with and without their name', async () => {
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', madeUpOrders());
      await said(cwd, 'fit', 'orders.csv', ...REST);
      const first = modelOf(cwd);
      const named = await clv(['fit', 'orders.csv', '--model', 'bgnbd'], { cwd });
      expect(named.out).toContain('The same data give the same model');
      expect(hasWarehouse(cwd)).toBe(true);
      await said(cwd, 'fit', ...REST);
      expect(modelOf(cwd)).toBe(first);
    });
  });

  it('leave nothing of who is forgotten', async () => {
    await inFolder(async (cwd) => {
      write(
        cwd,
        'orders.csv',
        madeUpOrders().map((row) => row.replace('C007,', 'C007-SECRET,')),
      );
      await said(cwd, 'fit', 'orders.csv', ...REST);
      await said(cwd, 'score', '--quiet');
      await said(cwd, 'privacy', 'forget', 'C007-SECRET', '--quiet');
      expect([hasLanded(cwd), hasWarehouse(cwd)]).toEqual([false, true]);
      for (const { name, bytes } of bytesOf(cwd)) expect(bytes.includes('C007-SECRET'), name).toBe(false);
    });
  });

  it('are read as they were when the fit named them, whatever the next command says', async () => {
    const lines = madeUpOrders().map((row, i) => {
      const [id, order, date, amount] = row.split(',');
      return i === 0
        ? 'kunde;beleg;tag;betrag'
        : `${id};${order};${date!.split('-').reverse().join('.')};${amount!.replace('.', ',')}`;
    });
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', lines);
      const config = join(cwd, 'clv.config.json');
      writeFileSync(
        config,
        JSON.stringify({
          columns: { customer_id: 'kunde', order_id: 'beleg', order_ts: 'tag', amount: 'betrag' },
          decimalComma: true,
        }),
      );
      await said(cwd, 'fit', 'orders.csv', ...REST, '--max-quarantine', '100%');
      rmSync(config);
      expect(hasLanded(cwd)).toBe(true);
      const audited = (await told(cwd, 'audit', 'lens1')) as { lineage: { rowsUsed: number } };
      expect(audited.lineage.rowsUsed).toBe(lines.length - 1);
    });
  });

  it('keep refused rows where they can be mended', async () => {
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', [...madeUpOrders(), 'C001,BAD,2022-13-45,9.00']);
      const fitted = await clv(['fit', 'orders.csv', '--model', 'bgnbd'], { cwd });
      expect(fitted.code).toBe(0);
      const [file] = readdirSync(join(cwd, '.clv/quarantine'));
      expect(fitted.out).toContain(`Refused rows are in .clv/quarantine/${file}`);
      const path = join(cwd, '.clv/quarantine', file!);
      writeFileSync(path, readFileSync(path, 'utf8').replace('2022-13-45', '2022-12-25'));
      await said(cwd, 'quarantine', 'retry', '--quiet');
      const audited = (await told(cwd, 'audit', 'lens1')) as {
        lineage: { rowsUsed: number; rowsQuarantined: number };
      };
      expect(audited.lineage).toMatchObject({ rowsUsed: madeUpOrders().length, rowsQuarantined: 0 });
    });
  });

  it('are taken in anew after a kill, and once only', async () => {
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', madeUpOrders());
      await said(cwd, 'fit', 'orders.csv', ...REST);
      cpSync(join(cwd, '.clv/landed'), join(cwd, 'kept'), { recursive: true });
      await said(cwd, 'audit', 'lens1', '--quiet');
      // The warehouse is in its place, and the run died before it removed the files.
      cpSync(join(cwd, 'kept'), join(cwd, '.clv/landed'), { recursive: true });
      await said(cwd, 'load', 'orders.csv', '--quiet');
      expect(hasLanded(cwd)).toBe(false);
      const audited = (await told(cwd, 'audit', 'lens1')) as { lineage: { rowsUsed: number } };
      expect(audited.lineage.rowsUsed).toBe(madeUpOrders().length - 1);
    });
  });

  it('say what is damaged, and lose no row of a copy that was cut', async () => {
    const damages: readonly [what: string, damage: (landed: string) => void][] = [
      ['landed.json', (landed) => writeFileSync(join(landed, 'landed.json'), '{"schema":1')],
      ['landed.json', (landed) => writeFileSync(join(landed, 'landed.json'), 'null')],
      ['landed.json', (landed) => writeFileSync(join(landed, 'landed.json'), '{"schema":1,"files":[]}')],
      ['landed.json', (landed) => rmSync(join(landed, 'landed.json'))],
      ['orders.csv', (landed) => rmSync(join(landed, '1/orders.csv'))],
      [
        'orders.csv',
        (landed) =>
          writeFileSync(join(landed, '1/orders.csv'), `${madeUpOrders().slice(0, 50).join('\n')}\n`),
      ],
    ];
    for (const [what, damage] of damages) {
      await inFolder(async (cwd) => {
        write(cwd, 'orders.csv', madeUpOrders());
        await said(cwd, 'fit', 'orders.csv', ...REST);
        damage(join(cwd, '.clv/landed'));
        const audited = await clv(['audit', 'lens1'], { cwd });
        expect(audited.err).toContain('error[workspace_damaged]');
        expect(audited.err).toContain(what);
        expect(audited.err).toContain('remove that folder and load them again');
        expect(hasWarehouse(cwd)).toBe(false);
        rmSync(join(cwd, '.clv/landed'), { recursive: true });
        await said(cwd, 'load', 'orders.csv', '--quiet');
        await said(cwd, 'score', '--quiet');
      });
    }
  });

  it('are scored from their lines where their histories are damaged', async () => {
    await bothWays(madeUpOrders(), async (landed, loaded) => {
      writeFileSync(join(landed, '.clv/landed/histories.parquet'), 'PAR1');
      for (const cwd of [landed, loaded]) await said(cwd, 'score', '--quiet');
      expect(hasWarehouse(landed)).toBe(true);
      const [one, other] = [landed, loaded].map((cwd) => readFileSync(join(cwd, 'scores.csv'), 'utf8'));
      expect(one).toBe(other);
    });
  });

  it('are loaded at once where the fit asks for more than their histories, or means to come back', async () => {
    const cases: readonly (readonly string[])[] = [
      ['--calibration-end', '2022-09-30'],
      ['--by', 'channel'],
      ['--as-of', '2022-09-30'],
      ['--bootstrap', '20'],
      ['again.csv'],
    ];
    for (const flags of cases) {
      await inFolder(async (cwd) => {
        write(cwd, 'orders.csv', oddOrders());
        write(cwd, 'again.csv', ['customer_id,order_id,order_date,amount', 'C000,N1,2023-02-01,10.00']);
        await clv(['fit', 'orders.csv', ...REST, ...flags], { cwd });
        expect([hasLanded(cwd), hasWarehouse(cwd)], flags.join(' ')).toEqual([false, true]);
      });
    }
    // An order of two customers has to be refused line by line.
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', [...madeUpOrders(), 'C079,O3,2022-05-05,5.00']);
      const fitted = await clv(['fit', 'orders.csv', '--model', 'bgnbd'], { cwd });
      expect(fitted.code).toBe(0);
      expect(fitted.out).toContain('Refused rows are in .clv/quarantine/');
      expect([hasLanded(cwd), hasWarehouse(cwd)]).toEqual([false, true]);
    });
    const personal = madeUpOrders().map(
      (row, i) => `${row},${i === 0 ? 'contact' : `secret${i}@example.org`}`,
    );
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', personal);
      await said(cwd, 'fit', 'orders.csv', ...REST);
      expect([hasLanded(cwd), hasWarehouse(cwd)]).toEqual([false, true]);
      expect(bytesOf(cwd).some(({ bytes }) => bytes.includes('example.org'))).toBe(false);
    });
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', oddOrders());
      writeFileSync(join(cwd, 'clv.config.json'), JSON.stringify({ orders: ['orders.csv'] }));
      await said(cwd, 'fit', ...REST);
      expect([hasLanded(cwd), hasWarehouse(cwd)]).toEqual([false, true]);
    });
  });

  it('serve no scores of another day, of other margins by category or by an attribute: then their lines are', async () => {
    for (const flags of [
      ['--as-of', '2022-09-30'],
      ['--rollup', 'channel'],
      ['--time-zone', 'Asia/Tokyo'],
    ]) {
      await bothWays(oddOrders(), async (landed, loaded) => {
        const [one, other] = await Promise.all([landed, loaded].map((cwd) => told(cwd, 'score', ...flags)));
        expect(withoutPlace(one, landed)).toEqual(withoutPlace(other, loaded));
        expect(hasWarehouse(landed)).toBe(true);
      });
    }
  });

  it('are known to a plan of the night, which loads nothing', async () => {
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', madeUpOrders());
      await said(cwd, 'fit', 'orders.csv', ...REST);
      const plan = await said(cwd, 'run', 'orders.csv', '--dry-run', '--if-older-than', '7d', '--wide');
      expect(plan).toContain('would be skipped');
      expect([hasLanded(cwd), hasWarehouse(cwd)]).toEqual([true, false]);
    });
  });

  it('stay loaded where there is nothing to fit', async () => {
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', ['customer_id,order_ts,amount', 'a,2020-01-01,-5', 'b,2020-02-01,-6', 'c,,7']);
      const fitted = await clv(['fit', 'orders.csv', '--max-quarantine', '90%'], { cwd });
      expect(fitted.code).toBe(3);
      expect([hasLanded(cwd), hasWarehouse(cwd)]).toEqual([false, true]);
      expect(await said(cwd, 'quarantine', 'list')).toContain('orders.csv');
    });
  });

  it('are waited for by who reads at the same time', async () => {
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', madeUpOrders());
      await said(cwd, 'fit', 'orders.csv', ...REST);
      const all = await Promise.all([1, 2, 3].map(() => clv(['audit', 'lens1', '--quiet'], { cwd })));
      expect(all.map(({ code, err }) => [code, err])).toEqual([
        [0, ''],
        [0, ''],
        [0, ''],
      ]);
    });
  });

  it('may be files that nobody can write to', async () => {
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', madeUpOrders());
      chmodSync(join(cwd, 'orders.csv'), 0o444);
      await said(cwd, 'fit', 'orders.csv', ...REST);
      expect(statSync(join(cwd, '.clv/landed/1/orders.csv')).mode & 0o777).toBe(0o600);
      await said(cwd, 'audit', 'lens1', '--quiet');
    });
  });

  it('do not land where they were written to while they were read', async () => {
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', madeUpOrders());
      const workspace = workspaceAt(join(cwd, '.clv'));
      mkdirSync(workspace.path);
      const file = join(cwd, 'orders.csv');
      const still = await beginLanding(workspace, [file]);
      still.copy();
      expect(await still.arrived()).toBe(true);
      await still.abandon();
      const moving = await beginLanding(workspace, [file]);
      moving.copy();
      appendFileSync(file, 'C000,LATE,2023-01-01,1.00\n');
      expect(await moving.arrived()).toBe(false);
      await moving.abandon();
      expect(readdirSync(workspace.path)).toEqual([]);
    });
  });
});

/** All files of the workspace. */
function bytesOf(cwd: string): { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(join(cwd, '.clv'), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => ({ name, bytes: readFileSync(join(parentPath, name)) }));
}

async function scoresTable(cwd: string): Promise<number> {
  const store = await Store.open({
    path: join(cwd, '.clv/warehouse.duckdb'),
    readOnly: true,
    memoryMegabytes: 200,
    tempDirectory: cwd,
  });
  const { rows } = await store.one('select count(*) as rows from scores where clv is not null');
  await store.close();
  return Number(rows);
}
