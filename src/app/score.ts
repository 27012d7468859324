import { dirname, join } from 'node:path';
import { makeFolder } from '../common/file-access.js';
import { modelOfOtherKind, modelRejected } from '../common/messages/registry.js';
import { horizonOfMonths, noSuchCustomer, notByFactors } from '../common/messages/score.js';
import type { Result } from '../common/result.js';
import { tableColumns, toldColumn } from '../mart/table-columns.js';
import { pseudonym } from '../privacy/keyed-hash.js';
import { isOther, type OtherModel } from '../registry/model-file.js';
import type { StoredModel } from '../registry/model-record.js';
import { readAnyModel } from '../registry/read-models.js';
import { explainCustomer } from '../score/explain.js';
import { forecastFirstOrders } from '../score/forecast-first-orders.js';
import { rollUp } from '../score/roll-up.js';
import { scoreByFactors } from '../score/score-by-factors.js';
import type { Companion } from '../score/score-on-threads.js';
import type { ScoreTerms } from '../score/score-terms.js';
import type { ScoredFile } from '../score/scores-query.js';
import { writeScores } from '../score/write-scores.js';
import { keepLandedScores } from '../store/landed.js';
import type { Store, StoreRow } from '../store/store.js';
import { hasWarehouse, loadedWorkspace } from '../store/workspace.js';
import type { RunContext } from './context.js';
import { insertScores } from './landed/scores-table.js';
import { load } from './load.js';
import { factorScores } from './modelling/factor-scores.js';
import { readScoringBase } from './modelling/read-base.js';
import { scoreBase, scoreTerms, withCompanion } from './modelling/score-base.js';
import type { ScoreOptions } from './modelling/score-options.js';
import { scoreResult } from './modelling/score-result.js';
import {
  withLateStore,
  withThrowAwayStore,
  withWorkspaceLock,
  withWorkspaceReader,
  withWorkspaceWriter,
} from './open-store.js';
import { pseudonymKeyOf } from './privacy/pseudonym-key.js';
import type { Settings } from './settings.js';
import { attributesShown } from './settings-period.js';

export type { ScoreFlags } from './modelling/score-options.js';
export { scoreOptions } from './modelling/score-options.js';

/**
 * Scores every customer of the workspace (after loading the files named) with a registered model, writes the rows and
 * keeps them in the workspace as the table `scores`. The warehouse is open while it is read and while that table is put in.
 * `send` gets the path of the rows when they go to standard output.
 */
export async function scoreWorkspace(
  options: ScoreOptions,
  settings: Settings,
  context: RunContext,
  send: (path: string) => Promise<void>,
): Promise<Result> {
  const loaded = settings.sources.length > 0 ? await load(settings, context) : null;
  const { models } = await loadedWorkspace(settings.workspace.path);
  const stored = await readAnyModel(models, settings.workspace.path, options.model);
  if (isOther(stored)) return scoreOther(stored, options, settings, context, loaded, send);
  refuseRejected(stored);
  refuseDays(options, stored);
  const explain = options.explain === null ? null : await storedId(options.explain, settings, context);
  const scored = (second: Companion | null) =>
    withLateStore(settings, context, async (open, scratch) => {
      const { base, terms, parts, scores } = await scoreBase(
        open,
        scratch,
        stored,
        options,
        settings,
        context,
        { waiting: { one: explain }, second },
      );
      const store = await open();
      const firstOrders =
        base.known === null ? null : await forecastFirstOrders(store, base.known, parts[0]!, terms);
      const explained =
        explain === null ? null : await explainCustomer(store, parts, terms, explain, firstOrders);
      if (options.explain !== null && explained === null) throw noSuchCustomer(options.explain);
      const rollup = options.rollup === null ? null : await rollUp(store, parts, terms);
      const rows = { store, scores, terms, options, scratch };
      const kept = options.explain === null ? await handOut(rows, settings, context, send) : NOTHING;
      if (options.explain !== null && options.out !== null) await deliver(rows, context, send);
      const told = async (): Promise<Result> => {
        const result = await scoreResult({
          ...{ context, base, store, scores, stored, terms, options, loaded, explained, rollup, firstOrders },
          marginAsked: settings.mart.margin,
          modelling: settings.modelling,
          settings: attributesShown(settings.period),
        });
        // The engine is closed while the rows are on their way to the disk.
        await store.close();
        return result;
      };
      return both(kept.done, told());
    });
  return withCompanion(stored, settings, scored);
}

/** The id that the workspace has for a customer: with the key of its pseudonyms, the pseudonym. */
async function storedId(id: string, settings: Settings, context: RunContext): Promise<string> {
  if (settings.privacy.pseudonymKey === null) return id;
  const key = await withWorkspaceReader(settings, context, (store, workspace) =>
    pseudonymKeyOf(store, workspace, settings),
  );
  return key === null ? id : pseudonym(key, id);
}

/** Scores by factors of cohorts; a model of contracts has none. */
async function scoreOther(
  { id, record }: OtherModel,
  options: ScoreOptions,
  settings: Settings,
  context: RunContext,
  loaded: Result | null,
  send: (path: string) => Promise<void>,
): Promise<Result> {
  if (record.kind === 'contract') throw modelOfOtherKind(id, record.kind);
  if (record.status !== 'usable')
    throw modelRejected(
      id,
      record.reasons.map(({ text }) => text),
    );
  const { unit, count, text } = options.horizon;
  if (unit === 'd' || unit === 'w') throw horizonOfMonths(id, text);
  for (const flag of ['explain', 'rollup'] as const)
    if (options[flag] !== null) throw notByFactors(id, `--${flag}`);
  if (options.meanInterval) throw notByFactors(id, '--mean-interval');
  if (settings.modelling.segmentBy !== null) throw notByFactors(id, '--segment-by');
  if (settings.modelling.returnCost > 0) throw notByFactors(id, '--return-cost');
  return withThrowAwayStore(settings, context, async (store, scratch) => {
    const base = await readScoringBase(settings, context, scratch, {
      occasion: 'month',
      spendHistory: 'all',
      attributes: {},
      waiting: { one: null },
    });
    const terms = scoreTerms(options, { id, record }, base, settings);
    const scores = await scoreByFactors(
      store,
      { histories: base.histories, folder: scratch },
      record,
      unit === 'y' ? 12 * count : count,
      terms,
    );
    await (await handOut({ store, scores, terms, options, scratch }, settings, context, send)).done;
    const firstOrders =
      base.known === null ? null : await forecastFirstOrders(store, base.known, null, terms);
    const marginAsked = settings.mart.margin;
    return factorScores({ context, base, store, record, terms, options, marginAsked, loaded, firstOrders });
  });
}

function refuseRejected({ id, record }: StoredModel): void {
  if (record.status === 'usable') return;
  const reasons = [record.frequency, record.spend.fit]
    .filter(({ predictor }) => predictor === null)
    .flatMap((fit) => fit.reasons.map(({ text }) => text));
  throw modelRejected(id, reasons);
}

/** Models of months count whole ones. */
function refuseDays({ horizon }: ScoreOptions, { id, record }: StoredModel): void {
  if (record.occasion === 'month' && (horizon.unit === 'd' || horizon.unit === 'w'))
    throw horizonOfMonths(id, horizon.text);
}

/** Scores, and how they are asked for. */
interface ScoredRows {
  readonly store: Store;
  readonly scores: ScoredFile;
  readonly terms: ScoreTerms;
  readonly options: ScoreOptions;
  readonly scratch: string;
}

/** What goes on when the rows are out: a promise in a box, since waiting for one waits for all that are in it. */
interface Keeping {
  readonly done: Promise<void>;
}

const NOTHING: Keeping = { done: Promise.resolve() };

/** Waits for both, whichever fails, and gives the value of the second; the first one's failure is told first. */
async function both<T>(first: Promise<void>, second: Promise<T>): Promise<T> {
  const [one] = await Promise.allSettled([first, second]);
  if (one.status === 'rejected') throw one.reason;
  return second;
}

/**
 * Writes the rows and puts them into the workspace at the same time: each waits for the disk while the other is at work. The
 * workspace keeps them when they are written, and not before; what they add up to is found out meanwhile.
 */
async function handOut(
  rows: ScoredRows,
  settings: Settings,
  context: RunContext,
  send: (path: string) => Promise<void>,
): Promise<Keeping> {
  const { store, scores, options } = rows;
  const described = await store.rows('describe scores');
  const delivered = options.out === null ? Promise.resolve() : deliver(rows, context, send);
  // Who reads standard output may take long: nobody is to wait for the workspace meanwhile.
  if (options.out === '-') await delivered;
  const kept = keepScores(scores, described, delivered, settings, context);
  // Nobody hears of a failure of the workspace before the rows are out.
  return { done: both(delivered, kept) };
}

async function deliver(
  { store, scores, terms, options: { out, form }, scratch }: ScoredRows,
  context: RunContext,
  send: (path: string) => Promise<void>,
): Promise<void> {
  context.progress.stage('writing scores');
  if (out === '-') {
    const path = join(scratch, 'scores.csv');
    await writeScores(store, scores, path, form, terms);
    return send(path);
  }
  await makeFolder(dirname(out!));
  await writeScores(store, scores, out!, form, terms);
}

/**
 * Puts all scores, of hidden customers too, into the workspace, unless they could not be delivered: into the warehouse, or
 * beside the landed files that it will be made of.
 */
async function keepScores(
  scores: ScoredFile,
  described: readonly StoreRow[],
  delivered: Promise<void>,
  settings: Settings,
  context: RunContext,
): Promise<void> {
  const texts = described.map((row) => {
    const column = { name: String(row.column_name), type: String(row.column_type) };
    const text = scores.told.has(column.name) ? scores.columns.get(column.name) : undefined;
    return text === undefined ? tableColumns({ columns: [column] }) : toldColumn(column, text);
  });
  const own = [...scores.columns.keys()].filter((name) => !scores.told.has(name));
  const table = { columns: texts, own };
  await withWorkspaceLock(settings, context, async (workspace) => {
    if (!(await hasWarehouse(workspace))) return keepLandedScores(workspace, scores.path, table, delivered);
    const held: RunContext = { ...context, holdsLockOf: workspace.path };
    return withWorkspaceWriter(settings, held, (warehouse) =>
      warehouse.transaction(async () => {
        await insertScores(warehouse, table, scores.file);
        await delivered;
      }),
    );
  });
}
