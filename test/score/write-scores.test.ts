import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SCORE_COLUMNS, type ScoredFile, scoresQuery } from '../../src/score/scores-query.js';
import { writeScores } from '../../src/score/write-scores.js';
import { literal } from '../../src/store/sql.js';
import { storeInFolder } from '../store/in-folder.js';

const IDS = [
  '',
  'plain',
  'a b',
  'a,b',
  'a"b',
  'a\nb',
  'a\rb',
  '#1',
  'a#b',
  '=1+1',
  '-1,2',
  '\t"',
  '+"',
  '@ü',
  'null',
];
const OWN = ['customer_id', 'x', 'clv', 'is_visible'];

const made = storeInFolder();

/** Scores of which all but a few columns are told by these. */
function scored(rows: string, told: Readonly<Record<string, string>>): ScoredFile {
  const texts = [...SCORE_COLUMNS, 'is_visible'].map((name): [string, string] => [
    name,
    OWN.includes(name) ? `"${name}"` : (told[name] ?? 'cast(null as varchar)'),
  ]);
  return {
    path: '',
    file: `(${rows})`,
    columns: new Map(texts),
    told: new Set(texts.map(([name]) => name).filter((name) => !OWN.includes(name))),
  };
}

const ROWS = `select id as customer_id, case when length(id) % 2 = 0 then length(id) end as x,
    cast(length(id) - 2 as decimal(18, 2)) as clv, id <> 'plain' as is_visible, row_number() over (order by id) as place
  from unnest([${IDS.map(literal).join(', ')}]) as t(id)`;

it('a line of the score file is what the engine writes of its cells', async () => {
  for (const told of [
    { basis: `case when x is null then 'prior' else 'model' end`, model_id: `'m-1'`, horizon_days: '365' },
    {
      tier: `case when clv > 0 then 'A' end`,
      model_id: `'a "b", #c'`,
      currency: `''`,
      as_of: `date '2024-02-29'`,
    },
  ]) {
    const scores = scored(ROWS, told);
    const path = join(made.folder, 'scores.csv');
    await writeScores(made.store, scores, path, 'csv', { digits: 2, cac: null, meanInterval: false });
    const cells = SCORE_COLUMNS.map((name) =>
      name === 'customer_id'
        ? `case when regexp_matches(customer_id, '^[=+@\\t\\r-]') then '''' || customer_id else customer_id end as customer_id`
        : `"${name}"`,
    );
    const usual = join(made.folder, 'usual.csv');
    await made.store.run(`copy (
        select ${cells.join(', ')} from (${scoresQuery(scores, 'where is_visible order by customer_id')}) as scores order by scores.customer_id
      ) to ${literal(usual)} (format csv, header)`);
    const text = readFileSync(path, 'utf8');
    expect(text).toBe(readFileSync(usual, 'utf8'));
    expect(text).toContain('"\'-1,2"');
    expect(text).not.toContain('plain');
  }
});

it('has the value less the cost to win a customer where that is given, and else the same bytes', async () => {
  const values = [`'1.00'`, `'4.99'`, `'5.00'`, `'5.01'`, 'null'];
  const rows = `select cast(place as varchar) as customer_id, 1 as x, cast(clv as decimal(18, 2)) as clv,
      true as is_visible, place
    from (select unnest([${values.join(', ')}]) as clv, unnest([1, 2, 3, 4, 5]) as place)`;
  const scores = scored(rows, {});
  const write = async (form: 'csv' | 'parquet', cac: string | null) => {
    const path = join(made.folder, `cost.${form}`);
    await writeScores(made.store, scores, path, form, { digits: 2, cac, meanInterval: false });
    return path;
  };
  const plain = readFileSync(await write('csv', null), 'utf8');
  const names = SCORE_COLUMNS.flatMap((name) => (name === 'clv_high' ? [name, 'clv_less_cac'] : [name]));
  const lessOf = async (cac: string) => {
    const cells = readFileSync(await write('csv', cac), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(cells[0]).toEqual(names);
    const place = names.indexOf('clv_less_cac');
    const others = cells.map((line) => line.filter((_, i) => i !== place).join(','));
    expect(`${others.join('\n')}\n`).toBe(plain);
    return cells.slice(1).map((line) => line[place]);
  };
  expect(await lessOf('5')).toEqual(['-4.00', '-0.01', '0.00', '0.01', '']);
  expect(await lessOf('0')).toEqual(['1.00', '4.99', '5.00', '5.01', '']);
  expect(await lessOf('4.994')).toEqual(['-3.99', '0.00', '0.01', '0.02', '']);
  expect(await lessOf('4.995')).toEqual(['-4.00', '-0.01', '0.01', '0.02', '']);
  const path = await write('parquet', '4.994');
  const described = await made.store.rows(`describe select * from read_parquet(${literal(path)})`);
  expect(described.map(({ column_name }) => column_name)).toEqual(names);
  const types = Object.fromEntries(described.map((row) => [row.column_name, row.column_type]));
  expect(types.clv_less_cac).toBe('DECIMAL(38,2)');
  expect(
    await made.store.rows(
      `select cast(clv_less_cac as varchar) as less from read_parquet(${literal(path)}) order by customer_id`,
    ),
  ).toEqual(['-3.99', '0.00', '0.01', '0.02', null].map((less) => ({ less })));
});

it('has the interval of the expectation right after it, where that is asked for', async () => {
  const rows = `select 'C1' as customer_id, 1 as x, cast(3 as decimal(18, 2)) as clv, true as is_visible, 1 as place,
    cast(0.5 as decimal(18, 6)) as expected_purchases_low, cast(0.75 as decimal(18, 6)) as expected_purchases_high`;
  for (const form of ['csv', 'parquet'] as const) {
    const path = join(made.folder, `means.${form}`);
    await writeScores(made.store, scored(rows, {}), path, form, { digits: 2, cac: '1', meanInterval: true });
    const [row] = await made.store.rows(
      `select * from ${form === 'csv' ? 'read_csv' : 'read_parquet'}(${literal(path)})`,
    );
    const names = Object.keys(row!);
    const at = names.indexOf('expected_purchases');
    expect(names.slice(at, at + 4)).toEqual([
      'expected_purchases',
      'expected_purchases_low',
      'expected_purchases_high',
      'expected_spend',
    ]);
    expect(names.length).toBe(SCORE_COLUMNS.length + 3);
    expect(
      [row!.expected_purchases_low, row!.expected_purchases_high, row!.clv_less_cac].map(Number),
    ).toEqual([0.5, 0.75, 2]);
  }
});

it('a score file of nobody has its header', async () => {
  const path = join(made.folder, 'none.csv');
  await writeScores(made.store, scored(`${ROWS} where false`, {}), path, 'csv', {
    digits: 2,
    cac: null,
    meanInterval: false,
  });
  expect(readFileSync(path, 'utf8')).toBe(`${SCORE_COLUMNS.join(',')}\n`);
});
