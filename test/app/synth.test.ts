import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Store } from '../../src/store/store.js';
import { SCENARIOS } from '../../src/synth/scenarios.js';
import { clv, inFolder } from '../cli/in-process.js';

let store: Store;
beforeAll(async () => {
  store = await Store.open({ memoryMegabytes: 400, tempDirectory: '.' });
});
afterAll(() => store.close());

const SMALL = ['synth', 'madrigal', '--customers', '300'];
const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const read = (path: string) => `read_csv('${path}', all_varchar = true)`;

async function make(folder: string, ...args: string[]) {
  const ended = await clv(['synth', ...args], { cwd: folder });
  expect(ended.err).toBe('');
  expect(ended.code).toBe(0);
  return ended;
}

describe('the bytes', () => {
  it('are the same for any number of threads, and for each run', async () => {
    await inFolder(async (folder) => {
      const digests = new Map<string, Set<string>>();
      for (const threads of ['1', '2', '4', '2']) {
        for (const file of ['o.csv', 'o.ndjson', 'o.parquet']) {
          const side = file === 'o.csv' ? ['--customers-out', 'c.csv', '--truth-out', 't.csv'] : [];
          await make(folder, 'madrigal', '--customers', '1500', '--threads', threads, '--out', file, ...side);
        }
        for (const file of ['o.csv', 'o.ndjson', 'o.parquet', 'c.csv', 't.csv']) {
          digests.set(file, (digests.get(file) ?? new Set()).add(digest(join(folder, file))));
        }
      }
      for (const found of digests.values()) expect(found.size).toBe(1);
    });
  });

  it('differ by seed, and the basket options leave the purchase times alone', async () => {
    await inFolder(async (folder) => {
      await make(folder, 'texas', '--out', 'a.csv');
      await make(folder, 'texas', '--out', 'b.csv', '--seed', '2');
      await make(
        folder,
        'texas',
        '--out',
        'c.csv',
        '--lines-per-order',
        '1',
        '--spend',
        'p=6.25,q=3.74,gamma=15.44',
      );
      expect(digest(join(folder, 'a.csv'))).not.toBe(digest(join(folder, 'b.csv')));
      const times = (file: string) =>
        store.rows(
          `select order_id, min(order_ts) filter (where type = 'purchase') as ts from ${read(join(folder, file))} group by 1 order by 1`,
        );
      expect(await times('a.csv')).toEqual(await times('c.csv'));
      const { lines, orders } = await store.one(
        `select count(*) as lines, count(distinct order_id) as orders from ${read(join(folder, 'c.csv'))} where type = 'purchase'`,
      );
      expect(lines).toBe(orders);
    });
  });

  it('say the same rows in every format', async () => {
    await inFolder(async (folder) => {
      for (const file of ['o.csv', 'o.ndjson', 'o.parquet'])
        await make(folder, ...SMALL.slice(1), '--out', file);
      const texts = (from: string) =>
        store.rows(
          `select columns(*)::varchar from (select * replace (order_ts::timestamp as order_ts, unit_price::decimal(12, 2) as unit_price, unit_cost::decimal(12, 2) as unit_cost) from ${from})`,
        );
      const csv = await texts(`read_csv('${folder}/o.csv', all_varchar = true)`);
      expect(csv.length).toBeGreaterThan(1000);
      expect(await texts(`read_parquet('${folder}/o.parquet')`)).toEqual(csv);
      expect(await texts(`read_json('${folder}/o.ndjson', format = 'newline_delimited')`)).toEqual(csv);
    });
  });
});

describe('the files', () => {
  it('belong together: ids, sums, times, truth', async () => {
    await inFolder(async (folder) => {
      await make(
        folder,
        'madrigal',
        '--customers',
        '2000',
        '--out',
        'o.csv',
        '--customers-out',
        'c.csv',
        '--products-out',
        'p.csv',
        '--truth-out',
        't.csv',
      );
      for (const name of ['o', 'c', 'p', 't']) {
        await store.run(
          `create or replace temp table ${name} as select * from ${read(`${folder}/${name}.csv`)}`,
        );
      }
      await store.run('alter table o alter order_ts type timestamp');
      const facts = await store.one(`select
        (select count(*) from c) as customers,
        (select count(*) from t) as truths,
        (select count(*) from (select order_id from o group by 1 having count(distinct customer_id) > 1)) as shared,
        (select count(*) from o anti join c using (customer_id)) as strangers,
        (select count(*) from o anti join p using (product_id, category)) as unknown,
        (select sum(orders::int) from t) - (select count(distinct order_id) from o where type = 'purchase') as gap,
        (select count(*) from o join t using (customer_id) where type = 'purchase' and (order_ts < acquisition_ts::timestamp or order_ts > dropout_ts::timestamp)) as outside,
        (select count(*) from t where (alive_at_end = 'true') <> (dropout_ts is null)) as odd,
        (select count(*) from o where order_ts < '2016-01-01' or order_ts >= '2020-01-01') as beyond,
        (select count(*) from t where acquisition_ts < '2016-01-01') as earlier,
        (select count(*) from o r anti join (select * from o where type = 'purchase') b
           on r.order_id = b.order_id and r.product_id = b.product_id and r.quantity::int = -b.quantity::int and r.order_ts > b.order_ts
           where r.type = 'return') as returns_of_nothing`);
      expect(facts).toEqual({
        customers: 2000,
        truths: 2000,
        shared: 0,
        strangers: 0,
        unknown: 0,
        gap: 0,
        outside: 0,
        odd: 0,
        beyond: 0,
        earlier: facts.earlier,
        returns_of_nothing: 0,
      });
      expect(facts.earlier).toBeGreaterThan(200);
    });
  });

  it('deal Texas out exactly, each city from its launch on', async () => {
    await inFolder(async (folder) => {
      await make(folder, 'texas', '--out', 'o.csv', '--customers-out', 'c.csv');
      const cities = await store.rows(
        `select city, count(*) as customers, min(acquisition_ts)[:10] as first from ${read(`${folder}/c.csv`)} group by 1 order by 2 desc`,
      );
      expect(cities.map(({ city, customers }) => [city, customers])).toEqual([
        ['Houston', 350],
        ['Dallas', 300],
        ['San Antonio', 200],
        ['Austin', 150],
      ]);
      const launches = ['2018-01-01', '2018-04-02', '2018-08-06', '2019-01-07'];
      expect(cities.every(({ first }, i) => String(first) >= launches[i]!)).toBe(true);
      const { ids, orders } = await store.one(
        `select count(distinct order_id) as ids, count(distinct (order_id, customer_id)) as orders from ${read(`${folder}/o.csv`)}`,
      );
      expect(ids).toBe(orders);
    });
  });

  it('hold several currencies only when asked to', async () => {
    await inFolder(async (folder) => {
      await make(folder, ...SMALL.slice(1), '--out', 'o.csv', '--mixed-currency');
      const rows = await store.rows(`select distinct currency from ${read(`${folder}/o.csv`)} order by 1`);
      expect(rows.map(({ currency }) => currency)).toEqual(['CAD', 'EUR', 'GBP', 'USD']);
    });
  });

  it('keep their promises in every scenario', async () => {
    await inFolder(async (folder) => {
      for (const { name } of SCENARIOS) {
        const ended = await clv(['synth', name, '--customers', '4000', '--validate', '--out', 'o.csv'], {
          cwd: folder,
          env: { CLV_FORMAT: 'json' },
        });
        const result = JSON.parse(ended.out);
        const { rows } = result.tables.find(({ id }: { id: string }) => id === 'validation');
        const checks = new Set(rows.map(({ check }: { check: string }) => check));
        expect([...checks].slice(0, 7)).toEqual([
          'non_negative',
          'unique_lines',
          'density',
          'coverage',
          'intensity',
          'decay',
          'absorbing_dropout',
        ]);
        expect(rows.filter(({ passes }: { passes: unknown }) => passes === false)).toEqual([]);
        if (name === 'promotion')
          expect(rows.filter(({ check }: { check: string }) => check === 'promotion_signal')).toHaveLength(3);
        expect(ended.code).toBe(0);
      }
    });
  });

  it('call a category back in the recall', async () => {
    await inFolder(async (folder) => {
      await make(folder, 'recall', '--out', 'o.csv');
      const back = await store.rows(`
        select category, count(*) filter (where type = 'return')::double / count(*) filter (where type = 'purchase') as share
        from ${read(`${folder}/o.csv`)} where order_ts between '2019-04-20' and '2019-07-31' group by 1 order by 2 desc`);
      expect(back[0]!.category).toBe('Electronics');
      expect(Number(back[0]!.share)).toBeGreaterThan(4 * Number(back[1]!.share));
    });
  });
});

describe('planted defects', () => {
  it('stand where the truth says, among untouched good rows', async () => {
    await inFolder(async (folder) => {
      await make(folder, 'texas', '--customers', '150', '--out', 'good.csv');
      await make(
        folder,
        'texas',
        '--customers',
        '150',
        '--out',
        'bad.csv',
        '--defects',
        '--defects-out',
        'truth.csv',
      );
      const bytes = readFileSync(join(folder, 'bad.csv'));
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      // A record ends at a line break outside quotes; the one line break inside is joined again.
      const records = bytes.toString('utf8').slice(1).replace('Two\nlines', 'Two lines').split('\n');
      const truth = (await store.rows(`select * from ${read(`${folder}/truth.csv`)} order by row::int`)).map(
        (row) => ({ ...row, row: Number(row.row) }),
      );
      const odd = new Set(truth.map(({ row }) => row));
      const rest = records.filter((_, i) => !odd.has(i));
      expect(rest.join('\n')).toBe(readFileSync(join(folder, 'good.csv'), 'utf8'));
      const reasons = new Set(
        truth
          .filter((each) => 'outcome' in each && each.outcome === 'quarantined')
          .map((each) => (each as { reason?: unknown }).reason),
      );
      expect([...reasons].sort()).toEqual([
        'amount_overflow',
        'bad_amount',
        'bad_quantity',
        'bad_timestamp',
        'line_too_long',
        'malformed_row',
        'missing_customer',
        'missing_timestamp',
        'not_finite',
        'order_customer_conflict',
        'timestamp_out_of_range',
      ]);
    });
  });

  it('need good rows to stand among', async () => {
    await inFolder(async (folder) => {
      const { code, err } = await clv(['synth', 'texas', '--customers', '2', '--defects'], { cwd: folder });
      expect(code).toBe(2);
      expect(err).toMatch(
        /^error\[synth_too_few_rows\]: --defects needs at least 260 good rows to plant among; this scenario gives \d+\. Raise --customers\.\n$/,
      );
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});

describe('what goes wrong', () => {
  const wrong: readonly [args: string[], text: string][] = [
    [
      ['synth', 'mars'],
      'error[synth_unknown_scenario]: There is no scenario "mars". Choose one of madrigal, texas, baseline, high-churn, recall, promotion, launch, seasonal, stable.\n',
    ],
    [
      ['synth', 'texas', '--from', '2019-02-29'],
      'error[synth_bad_day]: --from: "2019-02-29" is not a day from 1980-01-01 to 2199-12-31. Write it as 2019-12-31.\n',
    ],
    [
      ['synth', 'texas', '--to', '2300-01-01'],
      'error[synth_bad_day]: --to: "2300-01-01" is not a day from 1980-01-01 to 2199-12-31. Write it as 2019-12-31.\n',
    ],
    [
      ['synth', 'texas', '--from', '2019-12-31', '--to', '2019-12-30'],
      'error[synth_empty_span]: --from 2019-12-31 is after --to 2019-12-30. Give a span of at least one day.\n',
    ],
    [
      ['synth', 'texas', '--customers', '0'],
      'error[synth_bad_count]: --customers: "0" is not a whole number from 1 to 50,000,000.\n',
    ],
    [
      ['synth', 'texas', '--customers', '1e3'],
      'error[synth_bad_count]: --customers: "1e3" is not a whole number from 1 to 50,000,000.\n',
    ],
    [
      ['synth', 'texas', '--seed', '-1'],
      'error[synth_bad_count]: --seed: "-1" is not a whole number from 0 to 9,007,199,254,740,991.\n',
    ],
    [
      ['synth', 'texas', '--lines-per-order', '0.5'],
      'error[synth_bad_lines_per_order]: --lines-per-order: "0.5" is not a number from 1 to 50. It is the mean number of lines of an order.\n',
    ],
    [
      ['synth', 'texas', '--format', 'xlsx'],
      'error[synth_bad_choice]: --format: "xlsx" is unknown. Choose one of csv, ndjson, parquet.\n',
    ],
    [
      ['synth', 'texas', '--model', 'prophet'],
      'error[synth_bad_choice]: --model: "prophet" is unknown. Choose one of bgnbd, mbgnbd, paretonbd.\n',
    ],
    [
      ['synth', 'texas', '--model', 'bgnbd'],
      'error[synth_model_needs_parameters]: --model bgnbd needs its true parameters. Add --params r=.243,alpha=4.414,a=.793,b=2.426 (time in weeks).\n',
    ],
    [
      ['synth', 'texas', '--model', 'paretonbd', '--params', 'r=1,alpha=2,a=1,b=1'],
      'error[synth_bad_parameters]: --params: "r=1,alpha=2,a=1,b=1" is not a list like r=.553,alpha=10.578,s=.606,beta=11.669. Every value is a number above 0.\n',
    ],
    [
      ['synth', 'texas', '--model', 'bgnbd', '--params', 'r=1,alpha=.01,a=1,b=1'],
      'error[synth_too_many_purchases]: --params: r/alpha = 100 purchases a week is more than 50. alpha counts weeks: rescale it.\n',
    ],
    [
      ['synth', 'texas', '--params', 'r=1'],
      'error[synth_parameters_need_model]: --params says nothing without a model. Add --model bgnbd, mbgnbd or paretonbd.\n',
    ],
    [
      ['synth', 'texas', '--spend', 'p=0,q=3,gamma=1'],
      'error[synth_bad_parameters]: --spend: "p=0,q=3,gamma=1" is not a list like p=6.25,q=3.74,gamma=15.44. Every value is a number above 0.\n',
    ],
    [
      ['synth', 'texas', '--defects', '--out', 'x.parquet'],
      "error[synth_defects_need_csv]: --defects breaks rows of text and can't do so in parquet. Use --format csv.\n",
    ],
    [
      ['synth', 'texas', '--defects-out', 'x.csv'],
      'error[synth_defects_out_needs_defects]: --defects-out lists planted defects, but none are asked for. Add --defects.\n',
    ],
    [
      ['synth', 'texas', '--defects', '--defects-skip', 'gremlins'],
      'error[synth_bad_choice]: --defects-skip: "gremlins" is unknown. Choose one of missing_customer, ',
    ],
  ];

  it.each(wrong)('clv %j', async (args, text) => {
    await inFolder(async (folder) => {
      const { code, err, out } = await clv(args, { cwd: folder });
      expect(err.slice(0, text.length)).toBe(text);
      expect([code, out]).toEqual([2, '']);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  it('two outputs in one file', async () => {
    await inFolder(async (folder) => {
      const { code, err } = await clv(['synth', 'texas', '--out', 'a.csv', '--truth-out', './a.csv'], {
        cwd: folder,
      });
      expect(err).toBe(
        `error[synth_same_output]: Two outputs go to ${join(folder, 'a.csv')}. Give each its own file.\n`,
      );
      expect(code).toBe(2);
    });
  });

  it('a folder that is not there, and a folder in the place of the file', async () => {
    await inFolder(async (folder) => {
      const missing = await clv(['synth', 'texas', '--out', 'no/a.csv'], { cwd: folder });
      expect(missing.err).toBe(
        `error[file_failed]: ${join(folder, 'no/a.csv')}: its folder does not exist. Check the path and its permissions.\n`,
      );
      mkdirSync(join(folder, 'a.csv'));
      const taken = await clv(['synth', 'texas', '--out', 'a.csv'], { cwd: folder });
      expect(taken.err).toBe(
        `error[file_failed]: ${join(folder, 'a.csv')}: it is a folder. Check the path and its permissions.\n`,
      );
      expect([missing.code, taken.code]).toEqual([1, 1]);
      expect(readdirSync(folder)).toEqual(['a.csv']);
    });
  });

  it('Ctrl-C in the middle leaves nothing behind', async () => {
    await inFolder(async (folder) => {
      const { code, err } = await clv(['synth', 'madrigal', '--customers', '2000000', '--out', 'a.csv'], {
        cwd: folder,
        withInterrupt: (press) => void setTimeout(press, 1500),
      });
      expect(err).toBe('error[interrupted]: stopped on request. Nothing is half done.\n');
      expect(code).toBe(130);
      expect(existsSync(join(folder, 'a.csv'))).toBe(false);
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});
