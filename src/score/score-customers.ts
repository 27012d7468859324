import type { Progress } from '../common/progress.js';
import { FOR_ONCE } from '../store/export.js';
import { writeNumberFile } from '../store/number-file.js';
import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { moneyType } from './money-type.js';
import { readReturnShares } from './return-shares.js';
import { type CellScores, type Cells, scoreCells } from './score-cells.js';
import { deltaPerDay, type ScorePart, type ScoreTerms } from './score-terms.js';
import type { ScoredFile } from './scores-query.js';
import { scoresText } from './scores-text.js';
import { storeScored } from './store-scored.js';

/**
 * Scores every customer of a file of histories into the view `scores` of a store: the models speak once per distinct
 * history, and one statement joins that with the customers and their spend. The first part serves all segments that no
 * other names. Gives what is behind that view, which another store can read while the run lasts.
 */
export async function scoreCustomers(
  store: Store,
  histories: string,
  parts: readonly ScorePart[],
  terms: ScoreTerms,
  progress: Progress,
): Promise<ScoredFile> {
  await storeHistories(store, histories, parts);
  progress.stage('scoring histories');
  const cellRows: string[] = [];
  let sorting: Promise<void> | undefined;
  for (const [i, { model, annualRate }] of parts.entries()) {
    const cells = await readCells(store, i);
    sorting ??= sortHistories(store, histories, parts.length);
    const cellTerms = {
      horizonDays: terms.horizonDays,
      interval: terms.interval,
      deltaPerDay: deltaPerDay(annualRate),
    };
    let scores: CellScores;
    try {
      scores = scoreCells(cells, model, cellTerms, (done) => progress.fraction((i + done) / parts.length));
    } finally {
      await sorting;
    }
    cellRows.push(await storeCells(`${histories}.cells-${i}`, cells, scores, i));
  }
  await store.run(`create or replace view cells as ${cellRows.join(' union all ')}`);
  progress.stage('scoring customers');
  const returns = await readReturnShares(store);
  const { segmented } = await store.one('select count(segment) as segmented from histories');
  const money = await moneyType(store, terms);
  const text = scoresText(terms, parts, returns, money, Number(segmented) > 0);
  return storeScored(
    store,
    `${histories}.scored`,
    text,
    terms,
    terms.minDays > 0 ? { as_of: terms.asOf, min_days: terms.minDays } : {},
  );
}

/** The table `parts` and the view `histories`, each customer with the number of the part that serves them. */
export async function storeHistories(
  store: Store,
  histories: string,
  parts: readonly ScorePart[],
): Promise<void> {
  await storeParts(store, parts);
  await viewHistories(store, `read_parquet(${literal(histories)})`, parts.length);
}

/**
 * Writes the histories again, by id, and makes the view `histories` of that, with the place of each. While the models are at
 * work the engine is idle; to bring the score file into that order costs a fraction when the rows nearly are in it.
 */
async function sortHistories(store: Store, histories: string, parts: number): Promise<void> {
  const sorted = literal(`${histories}.sorted`);
  await store.run(
    `copy (from read_parquet(${literal(histories)}) order by customer_id) to ${sorted} (${FOR_ONCE})`,
  );
  const rows = `(select * exclude (file_row_number), cast(file_row_number as integer) as place
    from read_parquet(${sorted}, file_row_number = true))`;
  await viewHistories(store, rows, parts);
}

async function viewHistories(store: Store, rows: string, parts: number): Promise<void> {
  await store.run(
    parts === 1
      ? `create or replace view histories as select *, 0 as part from ${rows}`
      : `create or replace view histories as select rows.*, coalesce(parts.part, 0) as part
        from ${rows} as rows left join parts on rows.segment = parts.segment`,
  );
}

/** One row a part: whose it is, its spend model and its terms. */
async function storeParts(store: Store, parts: readonly ScorePart[]): Promise<void> {
  await store.run(`create or replace table parts (part integer, segment varchar, p double, q double, gamma double,
    one_spend double, annual_rate double, margin double)`);
  for (const [part, { segment, model, annualRate, margin }] of parts.entries()) {
    await store.run(
      `insert into parts values ($part, $segment, $p, $q, $gamma, $one_spend, $annual_rate, $margin)`,
      {
        part,
        segment,
        p: model.spend?.p ?? null,
        q: model.spend?.q ?? null,
        gamma: model.spend?.gamma ?? null,
        one_spend: model.spend === null ? model.constantSpend : null,
        annual_rate: annualRate,
        margin,
      },
    );
  }
}

/** Distinct histories of a part, sorted. */
export async function readCells(store: Store, part: number): Promise<Cells> {
  const columns = await store.columns(
    `select cast(x as double) as x, cast(spend_x as double) as spend_x, cast(t_ticks as double) as t, cast(t_x_ticks as double) as t_x
    from histories where x is not null and part = ${Math.trunc(part)} group by all order by 1, 2, 3, 4`,
    ['x', 'spend_x', 't', 't_x'],
  );
  return { X: columns.x, SPEND_X: columns.spend_x, T: columns.t, T_X: columns.t_x };
}

/** Writes what the models say of the histories of a part; gives the query of its rows. */
async function storeCells(
  path: string,
  { X, SPEND_X, T, T_X }: Cells,
  scores: CellScores,
  part: number,
): Promise<string> {
  const keys = { x: X, spend_x: SPEND_X, t_ticks: T, t_x_ticks: T_X };
  const numbers = {
    p_alive: scores.P_ALIVE,
    p_purchase: scores.P_PURCHASE,
    expected: scores.EXPECTED,
    discounted: scores.DISCOUNTED,
    next_days: scores.NEXT_DAYS,
    value_low: scores.VALUE_LOW,
    value_high: scores.VALUE_HIGH,
  };
  const counts = { low: scores.LOW, high: scores.HIGH };
  await writeNumberFile(
    path,
    Object.entries({
      ...Object.fromEntries(Object.entries(keys).map(([name, KEYS]) => [name, new Int32Array(KEYS)])),
      ...counts,
      ...numbers,
    }).map(([name, values]) => ({ name, values })),
  );
  const known = Object.keys(numbers).map((name) => `nullif(${name}, cast('nan' as double)) as ${name}`);
  return `select ${part} as part, ${[...Object.keys(keys), ...Object.keys(counts), ...known].join(', ')}
    from read_parquet(${literal(path)})`;
}
