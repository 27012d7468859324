import { ClvError } from '../../common/errors.js';
import { findFiles } from '../../ingest/find.js';
import { planOf } from '../../ingest/ingest.js';
import { HasWithheldColumns } from '../../ingest/personal.js';
import { writeQuarantine } from '../../ingest/quarantine-csv.js';
import { releaseLines } from '../../ingest/stage.js';
import { createSourceTables } from '../../mart/create-sources.js';
import { scores } from '../../mart/list/scores.js';
import { readForHistories } from '../../mart/read-for-histories.js';
import {
  countWithoutOrder,
  exportHistories,
  type HistoriesNeeds,
  readTotals,
} from '../../score/export-histories.js';
import type { FitData } from '../../score/fit-data.js';
import { writeForeseen } from '../../score/foreseen-cells.js';
import { beginLanding, type HistorySizes, type Landing } from '../../store/landed.js';
import type { Store } from '../../store/store.js';
import { isLoaded, type Workspace, workspaceAt } from '../../store/workspace.js';
import { type Base, finishBase } from '../base.js';
import type { RunContext } from '../context.js';
import { refusedRowsIn, type Told } from '../load-result.js';
import { marginsText } from '../margins.js';
import { martVars, openMart } from '../open-mart.js';
import { withThrowAwayStore, withWorkspaceLock } from '../open-store.js';
import { areMended } from '../quarantine/load-mended.js';
import { type FileReading, oneCustomerEachText, readFiles } from '../read-files.js';
import type { BaseNeeds, Reading } from '../reading.js';
import type { Settings } from '../settings.js';
import { LANDED_SCHEMA, type Landed, type LandedBase, readingOf } from './manifest.js';

/** A base read from files that land in the workspace. */
export interface LandingBase extends Pick<Base, 'store' | 'mart' | 'lineage' | 'reading' | 'observation'> {
  /** Begins to put the histories aside, and comes back while the engine is at work: nothing else may ask it from then on. */
  readonly putAside: (histories: Kind, distinct: FitData['histories']) => Promise<PutAside>;
}

export interface PutAside {
  /** Waits for files and histories, and puts them into their place; gives what is to be told, as after a load. */
  readonly land: () => Promise<Told>;
}

type Kind = Pick<HistoriesNeeds, 'occasion' | 'spendHistory'>;

/** What histories are made of. */
const NEEDS: BaseNeeds = {
  columns: new Set(['profit'] as const),
  attribute: null,
  conflictsLater: true,
};

/**
 * Whether the files of a command can be put aside: one order file named for an empty workspace. A config means to come back: its
 * files are loaded. Several files are compared line by line: so are theirs.
 */
export async function mayLand(settings: Settings): Promise<boolean> {
  const { sources, sourcesFrom, ingest, privacy, period, workspace } = settings;
  return (
    sourcesFrom === 'command line' &&
    sources.length > 0 &&
    sources.every(({ role, patterns }) => role === 'orders' && !patterns.includes('-')) &&
    ingest.attributes === 'all' &&
    ingest.otherSide.length === 0 &&
    privacy.pseudonymKey === null &&
    privacy.consent === null &&
    period.asOf === null &&
    !(await isLoaded(workspaceAt(workspace.path))) &&
    (await findFiles(sources, null)).length === 1 &&
    !(await areMended(sources))
  );
}

/**
 * Reads order files for one use, as a report does, and puts them aside in the workspace: copies of them, and the histories of
 * their customers, which are all that scores need. Their lines are stored when they are first asked for (`take-in.ts`). Gives
 * null, and leaves nothing, where files have to be loaded: the workspace has data by now, a file has columns that a workspace does
 * not keep or was written to meanwhile, orders stand under two customers, or the reading or the work ends with an error of the
 * user's.
 */
export async function withLanding<T>(
  settings: Settings,
  context: RunContext,
  work: (base: LandingBase, context: RunContext) => Promise<T>,
): Promise<T | null> {
  return withPlace(settings, context, work).catch((error: unknown) => {
    if (error instanceof HasWithheldColumns || error instanceof NotToLand) return null;
    // What was loaded before an error stays loaded.
    const isOwn = error instanceof ClvError && error.code !== 'workspace_busy' && !context.signal.aborted;
    if (isOwn) return null;
    throw error;
  });
}

async function withPlace<T>(
  settings: Settings,
  context: RunContext,
  work: (base: LandingBase, context: RunContext) => Promise<T>,
): Promise<T | null> {
  return withWorkspaceLock(settings, context, async (workspace) => {
    if (await isLoaded(workspace)) return null;
    const files = await findFiles(settings.sources, settings.cwd);
    const landing = await beginLanding(
      workspace,
      files.map(({ path }) => path!),
    );
    try {
      return await withThrowAwayStore(settings, context, async (store, scratch) => {
        const base = await readWhole(store, scratch, settings, context, landing);
        const names = files.map(({ name }) => name);
        const aside = new Aside(base, landing, names, workspace, settings);
        try {
          const putAside = aside.begin.bind(aside);
          return await work({ ...base, putAside }, { ...context, holdsLockOf: workspace.path });
        } finally {
          await aside.rest();
        }
      });
    } finally {
      await landing.abandon();
    }
  });
}

interface WholeBase extends Omit<LandingBase, 'putAside'> {
  readonly read: FileReading;
}

async function readWhole(
  store: Store,
  scratch: string,
  settings: Settings,
  context: RunContext,
  { copy }: Landing,
): Promise<WholeBase> {
  const mart = openMart(store, settings, context);
  const read = await readFiles(store, mart, settings, context, { ...NEEDS, asTheyAre: copy }, scratch);
  await createSourceTables(store, scores);
  readForHistories(mart);
  const base = await finishBase(store, mart, settings, asStored(read));
  if (!planOf(read.intake).ordersWhole) await releaseLines(store);
  return { ...base, read };
}

/** Orders stand under two customers, whose lines a load refuses one by one; or the file was written to while it was copied. */
class NotToLand extends Error {}

type Counted = Pick<LandedBase, 'totals' | 'returning'>;

/** Histories and files on their way into the workspace. */
class Aside {
  private writing: Promise<Counted> | null = null;

  constructor(
    private readonly base: WholeBase,
    private readonly landing: Landing,
    private readonly names: readonly string[],
    private readonly workspace: Workspace,
    private readonly settings: Settings,
  ) {}

  async begin({ occasion, spendHistory }: Kind, distinct: FitData['histories']): Promise<PutAside> {
    const kind = { occasion, spendHistory };
    await writeForeseen(this.landing.cells, distinct, occasion);
    await new Promise<void>((begun, failed) => {
      this.writing = this.write(kind, begun);
      this.writing.catch(failed);
    });
    return { land: () => this.land(kind) };
  }

  /** One call of the engine, which goes on while the models are fitted. */
  private async write(kind: Kind, begun: () => void): Promise<Counted> {
    const { base, landing } = this;
    const { mart, store } = base;
    const further = () => [
      // What looks for conflicts takes as much memory.
      ...mart.withdraw(['purchase_history', 'purchase_history_counts']),
      ...(base.read.mayConflict
        ? [
            `create temporary table each_order as ${oneCustomerEachText(mart, 0)}`,
            `insert into each_order ${oneCustomerEachText(mart, 1)}`,
          ]
        : []),
    ];
    const needs = { ...kind, attributes: {}, onlyReturnsTell: true };
    await exportHistories(mart, landing.histories, needs, begun, further);
    if (base.read.mayConflict) {
      const { one_each } = await store.one('select bool_and(one_each) as one_each from each_order');
      if (one_each !== true) throw new NotToLand();
    }
    return {
      totals: await readTotals(mart),
      returning: await countWithoutOrder(mart, landing.histories),
    };
  }

  private async land(kind: Kind): Promise<Told> {
    const { names, settings, landing, base } = this;
    const counted = await this.writing!;
    if (!(await landing.arrived())) throw new NotToLand();
    const { lineage, reading, observation, read } = base;
    const refused = await writeQuarantine(base.store, 'memory', read.intake.files, this.workspace.quarantine);
    const told = (copies: readonly string[], sizes: HistorySizes): Landed => ({
      schema: LANDED_SCHEMA,
      files: names.map((name, i) => ({ name, copy: copies[i]!, sha256: read.files[i]!.sha256 })),
      read: readingOf(settings),
      base: {
        ...{ lineage, reading, observation, sizes, ...counted, ...kind },
        vars: JSON.stringify(martVars(settings)),
        margins: marginsText(settings.mart),
      },
    });
    // The engine is closed while the disk is waited for.
    await Promise.all([landing.land(told), base.store.close()]);
    return { notes: [...read.notes, ...refusedRowsIn(refused, settings)], warnings: read.warnings };
  }

  /** Waits until the engine is at rest: it is not closed under a statement. Throws when there is a reason not to land. */
  async rest(): Promise<void> {
    await this.writing?.catch((error: unknown) => {
      if (error instanceof NotToLand) throw error;
    });
  }
}

/** The reading as a workspace tells it. */
function asStored({ loadedFiles, ...reading }: FileReading): Reading {
  const ignored = loadedFiles.reduce((sum, { rowsIgnored }) => sum + rowsIgnored, 0);
  const { currency, files, rowsRead, rowsQuarantined, attributeNames, hasCategories, hasProducts } = reading;
  return {
    ...{ currency, files, rowsRead, rowsQuarantined, attributeNames, hasCategories, hasProducts },
    rowsIgnored: ignored > 0 ? { same_file: ignored } : {},
    ...{ notes: [], warnings: [], intake: null },
  };
}
