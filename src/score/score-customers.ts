import { join } from 'node:path';
import type { Progress } from '../common/progress.js';
import { writeNumberFile } from '../store/number-file.js';
import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { notForeseen } from './foreseen-cells.js';
import { meanIntervals } from './mean-intervals.js';
import { moneyType } from './money-type.js';
import { readReturnShares } from './return-shares.js';
import { type CellScores, type Cells, type CellTerms, scoreCells } from './score-cells.js';
import { type Companion, scoreTogether } from './score-on-threads.js';
import { deltaPerDay, type ScorePart, type ScoreTerms } from './score-terms.js';
import type { ScoredFile } from './scores-query.js';
import { placedText, scoresText } from './scores-text.js';
import { storeScored } from './store-scored.js';
import { storeYouth } from './young-customers.js';

/** Query of the rows of distinct histories with what the model of the whole base says of them, while they are written. */
export type ForeseenScores = Promise<string>;

/** What customers are scored from. */
export interface ScoringInput {
  /** Query of a row a customer. */
  readonly histories: string;
  /** The run's private folder. */
  readonly folder: string;
  /** What was scored before the histories were known, where all customers are scored alike. */
  readonly foreseen: ForeseenScores | null;
}

/** Scores the histories that are foreseen, and begins to write them. */
export function scoreForeseen(
  cells: Cells,
  part: Pick<ScorePart, 'model' | 'annualRate'>,
  terms: CellsAsked,
  folder: string,
  progress: Progress,
): ForeseenScores {
  const scores = scoreCells(cells, part.model, cellTerms(part, terms), (done) => progress.fraction(done));
  const rows = storeCells(folder, 'foreseen', cells, scores, { ...part, place: 0 }, terms);
  // Who waits for the rows hears of a failure.
  rows.catch(() => {});
  return rows;
}

/** The same where the engine is not at work: with a second thread, and `meanwhile` before this one joins it. */
export async function scoreForeseenTogether(
  cells: Cells,
  part: Pick<ScorePart, 'model' | 'annualRate'>,
  terms: CellsAsked,
  folder: string,
  progress: Progress,
  second: Companion | null,
  meanwhile: () => Promise<unknown>,
): ForeseenScores {
  const tick = (done: number) => progress.fraction(done);
  const scores = await scoreTogether(second, cells, part.model, cellTerms(part, terms), tick, meanwhile);
  return storeCells(folder, 'foreseen', cells, scores, { ...part, place: 0 }, terms);
}

/**
 * Scores every customer into the view `scores` of a store: the models speak once per distinct history, and one statement joins
 * that with the customers and their spend. The first part serves all segments that no other names. Gives what is behind that
 * view, which another store can read while the run lasts.
 */
export async function scoreCustomers(
  store: Store,
  { histories, folder, foreseen }: ScoringInput,
  parts: readonly ScorePart[],
  terms: ScoreTerms,
  progress: Progress,
): Promise<ScoredFile> {
  await storeHistories(store, histories, parts);
  const returns = await readReturnShares(store);
  const { segmented } = await store.one('select count(segment) as segmented from histories');
  const cellRows = foreseen === null ? [] : [await foreseen];
  if (foreseen === null) progress.stage('scoring histories');
  for (const [i, part] of parts.entries()) {
    const which = foreseen === null ? 'true' : notForeseen(part.model.spendHistory);
    const cells = await readCells(store, i, which);
    if (cells.X.length === 0 && cellRows.length > 0) continue;
    const tick = (done: number) => progress.fraction((i + done) / parts.length);
    const scores = scoreCells(cells, part.model, cellTerms(part, terms), tick);
    cellRows.push(await storeCells(folder, String(i), cells, scores, { ...part, place: i }, terms));
  }
  await store.run(`create or replace view cells as ${cellRows.join(' union all ')}`);
  progress.stage('scoring customers');
  const money = await moneyType(store, terms);
  const text = scoresText(terms, parts, returns, money, Number(segmented) > 0);
  if (terms.minDays > 0) await storeYouth(store, folder, placedText(terms, returns), parts, terms);
  return storeScored(store, join(folder, 'scored.parquet'), text, terms);
}

function meanColumns(
  cells: Cells,
  { EXPECTED }: CellScores,
  part: Pick<ScorePart, 'model' | 'annualRate'>,
  terms: CellsAsked,
): Readonly<Record<string, Float64Array>> {
  const { LOW, HIGH } = meanIntervals(cells, EXPECTED, part.model, cellTerms(part, terms));
  return { mean_low: LOW, mean_high: HIGH };
}

/** What of the terms is asked of a distinct history. */
type CellsAsked = Pick<ScoreTerms, 'horizonDays' | 'interval' | 'meanInterval'>;

function cellTerms(
  { annualRate }: Pick<ScorePart, 'annualRate'>,
  { horizonDays, interval }: Pick<ScoreTerms, 'horizonDays' | 'interval'>,
): CellTerms {
  return { horizonDays, interval, deltaPerDay: deltaPerDay(annualRate) };
}

/** The table `parts` and the view `histories` of a query, each customer with the number of the part that serves them. */
export async function storeHistories(
  store: Store,
  histories: string,
  parts: readonly ScorePart[],
): Promise<void> {
  await storeParts(store, parts);
  await store.run(
    parts.length === 1
      ? `create or replace view histories as select *, 0 as part from (${histories})`
      : `create or replace view histories as select rows.*, coalesce(parts.part, 0) as part
        from (${histories}) as rows left join parts on rows.segment = parts.segment`,
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

/** Distinct histories of a part, sorted; `which` is a condition. */
export async function readCells(store: Store, part: number, which = 'true'): Promise<Cells> {
  const columns = await store.columns(
    `select cast(x as double) as x, cast(spend_x as double) as spend_x, cast(t_ticks as double) as t, cast(t_x_ticks as double) as t_x
    from histories where x is not null and part = ${Math.trunc(part)} and ${which}
    group by all order by 1, 2, 3, 4`,
    ['x', 'spend_x', 't', 't_x'],
  );
  return { X: columns.x, SPEND_X: columns.spend_x, T: columns.t, T_X: columns.t_x };
}

/** Writes what the models say of the histories of the part at a place; gives the query of its rows. */
async function storeCells(
  folder: string,
  name: string,
  cells: Cells,
  scores: CellScores,
  part: Pick<ScorePart, 'model' | 'annualRate'> & { readonly place: number },
  terms: CellsAsked,
): Promise<string> {
  const path = join(folder, `cells-${name}.parquet`);
  const { X, SPEND_X, T, T_X } = cells;
  const keys = { x: X, spend_x: SPEND_X, t_ticks: T, t_x_ticks: T_X };
  const numbers = {
    p_alive: scores.P_ALIVE,
    p_purchase: scores.P_PURCHASE,
    expected: scores.EXPECTED,
    discounted: scores.DISCOUNTED,
    next_days: scores.NEXT_DAYS,
    value_low: scores.VALUE_LOW,
    value_high: scores.VALUE_HIGH,
    ...(terms.meanInterval ? meanColumns(cells, scores, part, terms) : {}),
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
  return `select ${part.place} as part, ${[...Object.keys(keys), ...Object.keys(counts), ...known].join(', ')}
    from read_parquet(${literal(path)})`;
}
