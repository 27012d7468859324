import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSlowSuite } from '../slow-suite.js';
import { clv, inFolder } from './in-process.js';
import { madeUpOrders } from './made-up-base.js';

function write(cwd: string, name: string, lines: readonly string[]): void {
  writeFileSync(join(cwd, name), `${lines.join('\n')}\n`);
}

/** A folder with a fitted model, in use. */
async function fitted<T>(work: (cwd: string) => Promise<T>, lines = madeUpOrders()): Promise<T> {
  return inFolder(async (cwd) => {
    write(cwd, 'orders.csv', lines);
    const { code, err } = await clv(['fit', 'orders.csv', '--model', 'bgnbd', '--quiet'], { cwd });
    expect(err).toBe('');
    expect(code).toBe(0);
    return work(cwd);
  });
}

function rowsOf(text: string): Record<string, string>[] {
  const [header, ...lines] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((cells) => Object.fromEntries(header!.map((name, i) => [name, cells[i]!])));
}

function scores(cwd: string, name = 'scores.csv'): Record<string, string>[] {
  return rowsOf(readFileSync(join(cwd, name), 'utf8'));
}

describe('clv fit && clv score', () => {
  it('works from an empty folder, and says what the customers bring', async () => {
    await fitted(async (cwd) => {
      const { code, out } = await clv(['score', '--margin', '40%'], { cwd });
      expect(code).toBe(0);
      expect(out).toContain('80 customers scored for 12m');
      expect(out).toContain(`80 rows in ${join(cwd, 'scores.csv')}.`);
      const rows = scores(cwd);
      expect(rows.map(({ customer_id }) => customer_id)).toEqual(
        rows.map(({ customer_id }) => customer_id).sort(),
      );
      for (const row of rows) {
        expect(row.basis).toBe('model');
        expect(Number(row.clv_low)).toBeLessThanOrEqual(Number(row.clv_high));
        expect(Number(row.purchases_low)).toBeLessThanOrEqual(Number(row.purchases_high));
        expect(Number(row.p_purchase)).toBeLessThanOrEqual(Number(row.p_alive));
        expect(row.clv).toMatch(/^\d+\.\d\d$/);
        const product = 0.4 * Number(row.expected_spend) * Number(row.expected_purchases);
        expect(Number(row.clv)).toBeLessThanOrEqual(product + 0.02);
        expect(Number(row.clv)).toBeGreaterThan(0.9 * product - 0.02);
      }
      const tiers = rows.map(({ tier }) => tier);
      expect(tiers.filter((tier) => tier === 'A').length).toBe(8);
    });
  });

  it.runIf(isSlowSuite)(
    'gives the same model and the same file again, and scores are a table of the workspace',
    async () => {
      await fitted(async (cwd) => {
        await clv(['score', '--quiet'], { cwd });
        const before = readFileSync(join(cwd, 'scores.csv'), 'utf8');
        const again = await clv(['fit', 'orders.csv', '--model', 'bgnbd'], { cwd });
        expect(again.out).toContain('The same data give the same model');
        expect(readdirSync(join(cwd, '.clv/models')).length).toBe(3);
        await clv(['score', '--quiet'], { cwd });
        expect(readFileSync(join(cwd, 'scores.csv'), 'utf8')).toBe(before);
        const { Store } = await import('../../src/store/store.js');
        const store = await Store.open({
          path: join(cwd, '.clv/warehouse.duckdb'),
          readOnly: true,
          memoryMegabytes: 200,
          tempDirectory: cwd,
        });
        expect(await store.one('select count(*) as rows, min(customer_id) as id from scores')).toEqual({
          rows: 80,
          id: 'C000',
        });
        await store.close();
      });
    },
  );

  it.runIf(isSlowSuite)(
    'writes to standard output, to Parquet, and explains one customer without a file',
    async () => {
      await fitted(async (cwd) => {
        const piped = await clv(['score', '--out', '-'], { cwd });
        expect(rowsOf(piped.out).length).toBe(80);
        expect(existsSync(join(cwd, 'scores.csv'))).toBe(false);
        await clv(['score', '--out', 'deep/scores.parquet', '--quiet'], { cwd });
        expect(readFileSync(join(cwd, 'deep/scores.parquet')).subarray(0, 4).toString()).toBe('PAR1');
        const told = await clv(['score', '--explain', 'C000', '--margin', '0.25'], { cwd });
        expect(told.code).toBe(0);
        const row = rowsOf(piped.out).find(({ customer_id }) => customer_id === 'C000')!;
        expect(told.out).toContain(row.expected_spend);
        expect(told.out).toMatch(/25 %/);
        expect(existsSync(join(cwd, 'scores.csv'))).toBe(false);
        const unknown = await clv(['score', '--explain', '0'], { cwd });
        expect(unknown.code).toBe(2);
        expect(unknown.err).toBe(
          'error[no_such_customer]: --explain 0: no customer of that id may be shown. Ids are text, as in the files: 00123 is not 123.\n',
        );
      });
    },
  );

  it.runIf(isSlowSuite)(
    'keeps hidden customers out of rows, formulas out of spreadsheets, and customers without an order apart',
    async () => {
      const lines = madeUpOrders().map((line) => line.replace('C002,', '=C002,').replace('C003,', '＝C003,'));
      await inFolder(async (cwd) => {
        write(cwd, 'orders.csv', lines);
        write(cwd, 'customers.csv', [
          'customer_id,is_visible',
          'C000,false',
          'C004,true',
          'N1,true',
          'N2,false',
        ]);
        await clv(['fit', 'orders.csv', '--customers', 'customers.csv', '--model', 'bgnbd', '--quiet'], {
          cwd,
        });
        const { out } = await clv(['score', '--top', '100', '--wide'], { cwd });
        const rows = scores(cwd);
        const ids = rows.map(({ customer_id }) => customer_id);
        expect(ids).not.toContain('C000');
        expect(ids).not.toContain('N2');
        expect(ids).toEqual(expect.arrayContaining(["'=C002", "'＝C003"]));
        expect(rows.length).toBe(80);
        const prior = rows.find(({ customer_id }) => customer_id === 'N1')!;
        expect(prior).toMatchObject({ basis: 'prior', x: '', clv: '', expected_purchases: '', tier: '' });
        const cost = await clv(['score', '--cac', '40', '--format', 'json', '--out', 'cost.csv'], { cwd });
        const costs = scores(cwd, 'cost.csv');
        expect(costs.find(({ customer_id }) => customer_id === 'N1')!.clv_less_cac).toBe('');
        for (const { basis, clv: value, clv_less_cac: less } of costs)
          if (basis !== 'prior') expect(less).toBe((Number(value) - 40).toFixed(2));
        const told = JSON.parse(cost.out);
        expect(told.settings.cac).toBe('40');
        expect(told.warnings.map(({ code }: { code: string }) => code)).toContain('cost_off_revenue');
        const [above, below, total] = told.tables.find(
          ({ id }: { id: string }) => id === 'acquisition_cost',
        ).rows;
        // C000 is hidden: counted in sums, in no row.
        expect(total.customers).toBe(80);
        expect(above.customers + below.customers).toBe(80);
        const seenBelow = costs.filter(({ clv_less_cac: less }) => Number(less) < 0).length;
        expect([0, 1]).toContain(below.customers - seenBelow);
        const value = Number(told.tables.find(({ id }: { id: string }) => id === 'summary').rows[0].value);
        expect(Number(total.clv_less_cac)).toBeCloseTo(value - 80 * 40, 6);
        const plain = JSON.parse((await clv(['score', '--format', 'json'], { cwd })).out);
        expect(JSON.stringify(plain)).not.toContain('cac');
        await clv(['score', '--mean-interval', '--quiet', '--out', 'means.csv'], { cwd });
        for (const row of scores(cwd, 'means.csv')) {
          const { expected_purchases_low: low, expected_purchases_high: high, ...others } = row;
          expect(others).toEqual(rows.find(({ customer_id }) => customer_id === row.customer_id));
          if (row.basis === 'prior') expect([low, high]).toEqual(['', '']);
          else {
            expect(Number(low)).toBeLessThan(Number(row.expected_purchases));
            expect(Number(high)).toBeGreaterThan(Number(row.expected_purchases));
          }
        }
        expect(out).not.toContain('C000 ');
        expect(out).toContain('2 customers marked as not visible');
        expect(out).toContain('2 known customers without an order');
        const hidden = await clv(['score', '--explain', 'C000'], { cwd });
        expect(hidden.code).toBe(2);
      });
    },
  );

  it.runIf(isSlowSuite)('blends young customers with their month', async () => {
    await fitted(async (cwd) => {
      await clv(['score', '--quiet'], { cwd });
      const plain = scores(cwd);
      await clv(['score', '--quiet', '--min-days', '400'], { cwd });
      const blended = scores(cwd);
      const young = blended.filter(({ basis }) => basis === 'cohort');
      expect(young.length).toBeGreaterThan(0);
      for (const row of blended) expect(row.basis).toBe(Number(row.T_days) < 400 ? 'cohort' : 'model');
      const month = (row: Record<string, string>) =>
        new Date(Date.parse(row.as_of!) - 864e5 * Number(row.T_days)).toISOString().slice(0, 7);
      const one = young[0]!;
      const cohort = plain.filter((row) => month(row) === month(one));
      const mean = cohort.reduce((sum, row) => sum + Number(row.expected_purchases), 0) / cohort.length;
      const own = Number(
        plain.find(({ customer_id }) => customer_id === one.customer_id)!.expected_purchases,
      );
      const w = Number(one.T_days) / 400;
      expect(Number(one.expected_purchases)).toBeCloseTo(w * own + (1 - w) * mean, 4);
    });
  });

  it.runIf(isSlowSuite)('takes one spend for all as what it is, and spends of 10⁹', async () => {
    const one = await fitted(
      async (cwd) => {
        const { out } = await clv(['fit', '--model', 'bgnbd'], { cwd });
        expect(out).toContain('Every customer spends the same (10.00)');
        await clv(['score', '--quiet'], { cwd });
        return scores(cwd);
      },
      madeUpOrders(() => '10.00'),
    );
    expect(new Set(one.map(({ expected_spend }) => expected_spend))).toEqual(new Set(['10.00']));
    const usual = await fitted(async (cwd) => {
      await clv(['score', '--quiet'], { cwd });
      return scores(cwd);
    });
    const large = await fitted(
      async (cwd) => {
        await clv(['score', '--quiet'], { cwd });
        return scores(cwd);
      },
      madeUpOrders().map((line, i) => {
        const cells = line.split(',');
        return i === 0 ? line : [...cells.slice(0, 3), `${cells[3]!.replace('.', '')}0000000.00`].join(',');
      }),
    );
    for (const [i, row] of large.entries()) {
      expect(Number(row.clv) / 1e9).toBeCloseTo(Number(usual[i]!.clv), 1);
      expect(row.tier).toBe(usual[i]!.tier);
    }
  });

  it.runIf(isSlowSuite)(
    'counts returns once, for everyone, and knows the margin from the lines',
    async () => {
      const lines = madeUpOrders().map((line, i) =>
        i === 0 ? `${line},cost` : `${line},${(0.6 * Number(line.split(',')[3])).toFixed(2)}`,
      );
      const plain = await fitted(async (cwd) => {
        await clv(['score', '--quiet'], { cwd });
        return scores(cwd);
      }, lines);
      expect(Number(plain[0]!.margin)).toBeCloseTo(0.4, 3);
      const bought = lines.slice(1).reduce((sum, line) => sum + Number(line.split(',')[3]), 0);
      await inFolder(async (cwd) => {
        write(cwd, 'orders.csv', [...madeUpOrders(), `C001,R1,2022-05-01,${(-0.1 * bought).toFixed(2)}`]);
        await clv(['fit', 'orders.csv', '--model', 'bgnbd', '--quiet'], { cwd });
        const { out } = await clv(['score', '--margin', '0.4'], { cwd });
        expect(out).toContain('10.00 % of the spend was given back');
        const rows = scores(cwd);
        for (const [i, row] of rows.entries()) {
          expect(Number(row.expected_spend)).toBeCloseTo(0.9 * Number(plain[i]!.expected_spend), 1);
        }
      });
    },
  );
});

describe('clv fit with too little', () => {
  const day = (i: number) => `2022-01-${String(1 + (i % 28)).padStart(2, '0')}`;
  const head = 'customer_id,order_id,order_date,amount';
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      'nobody repeats',
      Array.from({ length: 100 }, (_, i) => `C${i},O${i},${day(i)},10`),
      /0 customers bought on a second day; a fit needs at least 10/,
    ],
    [
      'one customer',
      Array.from({ length: 10 }, (_, i) => `C1,O${i},${day(i)},10`),
      /1 customer with a history longer than a day; a fit needs at least 30/,
    ],
    [
      'all on one day',
      Array.from({ length: 100 }, (_, i) => `C${i},O${i},2022-01-01,10`),
      /0 customers with a history longer than a day/,
    ],
  ];

  it.each(cases)('%s: exit 4, says what is missing, and nothing is in use', async (_, rows, missing) => {
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', [head, ...rows]);
      const { code, err } = await clv(['fit', 'orders.csv'], { cwd });
      expect(code).toBe(4);
      expect(err).toMatch(/^error\[fit_failed\]/);
      expect(err).toMatch(missing);
      const scored = await clv(['score'], { cwd });
      expect(scored.code).toBe(2);
      expect(scored.err).toContain(
        'has no model in use (1 rejected: clv models list). Fit one first: clv fit orders.csv.',
      );
      const listed = await clv(['models', 'list'], { cwd });
      expect(listed.out).toContain('rejected');
      const id = readdirSync(join(cwd, '.clv/models'))[0]!;
      const forced = await clv(['score', '--model', id], { cwd });
      expect(forced.code).toBe(2);
      expect(forced.err).toContain('was rejected when it was fitted');
    });
  });
});

describe('clv models', () => {
  it('lists, shows and prints cards; a model is named by the beginning of its id', async () => {
    await fitted(async (cwd) => {
      const id = readFileSync(join(cwd, '.clv/models/current'), 'utf8').trim();
      const list = JSON.parse((await clv(['models', 'list', '--format', 'json'], { cwd })).out);
      expect(list.tables[0].rows).toMatchObject([
        { model: id, in_use: true, status: 'usable', customers: 80 },
      ]);
      const hash = id.split('-')[1]!.slice(0, 5);
      const shown = await clv(['models', 'show', hash], { cwd });
      expect(shown.out).toContain('orders.csv');
      expect(shown.out).toContain('alpha');
      const card = await clv(['models', 'card'], { cwd });
      expect(card.out).toContain(`# Model ${id}`);
      expect(card.out).toBe(readFileSync(join(cwd, '.clv/models', id, 'card.md'), 'utf8'));
      const none = await clv(['models', 'show', 'zz'], { cwd });
      expect(none.err).toBe(`error[unknown_model]: there is no model "zz". There are: ${id}.\n`);
      expect(none.code).toBe(2);
    });
  });

  it('holds no customer and no cell of a few', async () => {
    await fitted(async (cwd) => {
      const id = readFileSync(join(cwd, '.clv/models/current'), 'utf8').trim();
      const folder = join(cwd, '.clv/models', id);
      for (const name of readdirSync(folder))
        expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/C0\d\d/);
      const reference = JSON.parse(readFileSync(join(folder, 'reference.json'), 'utf8'));
      for (const cell of [...reference.histories, ...reference.tenures])
        expect(cell.customers).toBeGreaterThanOrEqual(10);
    });
  });

  it.runIf(isSlowSuite)('refuses a file that was cut, changed, or comes from a later version', async () => {
    await fitted(async (cwd) => {
      const id = readFileSync(join(cwd, '.clv/models/current'), 'utf8').trim();
      const path = join(cwd, '.clv/models', id, 'model.json');
      const text = readFileSync(path, 'utf8');
      const scoredWith = async (content: string) => {
        writeFileSync(path, content);
        return clv(['score'], { cwd });
      };
      const cut = await scoredWith(text.slice(0, text.length / 2));
      expect(cut.code).toBe(1);
      expect(cut.err).toContain(
        "model.json can't be used: it is no whole JSON file. Remove its folder and run clv fit again",
      );
      const changed = await scoredWith(text.replace('"customers": 80', '"customers": 81'));
      expect(changed.err).toContain('its content is not the one that its name was made from');
      const later = await scoredWith(text.replace('"schemaVersion": 1', '"schemaVersion": 9'));
      expect(later.code).toBe(2);
      expect(later.err).toContain('has schema 9, and this clv knows schemas up to 1. Update clv');
      expect(existsSync(join(cwd, 'scores.csv'))).toBe(false);
    });
  });
});

describe('clv score with wrong settings', () => {
  it.each([
    [
      ['--horizon', '0m'],
      'error[bad_horizon]: --horizon "0m" leaves nothing to forecast. Write it like 12m, 39w, 365d or 2y, up to 100 years.',
    ],
    [
      ['--horizon', '12'],
      'error[bad_horizon]: --horizon "12" has no unit. Write it like 12m, 39w, 365d or 2y, up to 100 years.',
    ],
    [
      ['--horizon', '101y'],
      'error[bad_horizon]: --horizon "101y" is too far away. Write it like 12m, 39w, 365d or 2y, up to 100 years.',
    ],
    [
      ['--annual-rate', '-5%'],
      'error[bad_annual_rate]: --annual-rate "-5%" is not a yearly rate from 0 to 100 %. Write it like 10% or 0.10.',
    ],
    [
      ['--annual-rate', '10'],
      'error[bad_annual_rate]: --annual-rate "10" is not a yearly rate from 0 to 100 %. Write it like 10% or 0.10.',
    ],
    [
      ['--interval', '1'],
      'error[bad_interval]: --interval "1" is not a share between 1 % and 99.8 %. Write it like 80% or 0.8.',
    ],
    [
      ['--out', 'scores.html'],
      'error[bad_out]: --out "scores.html" would hold the rows of the scores, as .csv or .parquet. The report goes to standard output: clv score --format html > report.html.',
    ],
    [
      ['--margin', '1.5'],
      'error[bad_margin]: --margin "1.5" is more than the whole spend. A margin is profit as a share of the spend, from -100% to 100%: write it like 40% or 0.4.',
    ],
  ])('%j', async (flags, message) => {
    await inFolder(async (cwd) => {
      const { code, err } = await clv(['score', ...flags], { cwd });
      expect(code).toBe(2);
      expect(err).toBe(`${message}\n`);
    });
  });

  it.runIf(isSlowSuite)('refuses a model of another currency', async () => {
    await inFolder(async (cwd) => {
      write(cwd, 'orders.csv', madeUpOrders());
      const of = (currency: string) => [
        '--currency',
        currency,
        '--workspace',
        join(cwd, currency),
        '--quiet',
      ];
      await clv(['fit', 'orders.csv', '--model', 'bgnbd', ...of('EUR')], { cwd });
      await clv(['load', 'orders.csv', ...of('USD')], { cwd });
      cpSync(join(cwd, 'EUR/models'), join(cwd, 'USD/models'), { recursive: true });
      const { code, err } = await clv(['score', ...of('USD')], { cwd });
      expect(code).toBe(2);
      expect(err).toContain(
        'was fitted on EUR, and the data are in USD: its spend parameters mean nothing there.',
      );
    });
  });

  it.runIf(isSlowSuite)('loads new files and scores them with the model that is there', async () => {
    await fitted(async (cwd) => {
      write(cwd, 'new.csv', ['customer_id,order_id,order_date,amount', 'C999,N1,2023-03-15,20']);
      appendFileSync(join(cwd, 'new.csv'), 'C001,N2,2023-03-20,30\n');
      const id = readFileSync(join(cwd, '.clv/models/current'), 'utf8').trim();
      const { code } = await clv(['score', 'new.csv', '--model', id, '--quiet'], { cwd });
      expect(code).toBe(0);
      const rows = scores(cwd);
      expect(rows.length).toBe(81);
      expect(rows.find(({ customer_id }) => customer_id === 'C001')!.x).toBe('1');
      expect(new Set(rows.map(({ as_of }) => as_of))).toEqual(new Set(['2023-03-20']));
    });
  });
});
