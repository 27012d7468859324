import { filesChanged } from '../../common/messages/load.js';
import { findFiles } from '../../ingest/find.js';
import { planOf } from '../../ingest/ingest.js';
import { HasWithheldColumns } from '../../ingest/personal.js';
import { writeQuarantine } from '../../ingest/quarantine-csv.js';
import { releaseLines } from '../../ingest/stage.js';
import { createSourceTables } from '../../mart/create-sources.js';
import { scores } from '../../mart/list/scores.js';
import {
  type BaseTotals,
  exportHistories,
  type HistoriesNeeds,
  readTotals,
} from '../../score/export-histories.js';
import { customersWithoutOrder } from '../../score/known-customers.js';
import { beginLanding } from '../../store/landed.js';
import { isLoaded, workspaceAt } from '../../store/workspace.js';
import { type Base, finishBase } from '../base.js';
import type { RunContext } from '../context.js';
import { refusedRowsIn, type Told } from '../load-result.js';
import { marginsText } from '../margins.js';
import { martVars, openMart } from '../open-mart.js';
import { withThrowAwayStore, withWorkspaceLock } from '../open-store.js';
import { areMended } from '../quarantine/load-mended.js';
import { type FileReading, readFiles } from '../read-files.js';
import type { BaseNeeds, Reading } from '../reading.js';
import type { Settings } from '../settings.js';
import { LANDED_SCHEMA, type Landed, readingOf } from './manifest.js';

/** A base read from files that land in the workspace. */
export interface LandingBase extends Pick<Base, 'store' | 'mart' | 'lineage' | 'reading' | 'observation'> {
  /** What of the reading is to be told, as after a load. */
  readonly told: Told;
  /**
   * Begins to put the files and the histories aside, and comes back while the engine is at work: nothing else may ask it
   * then. `landed` ends when they are in their place.
   */
  readonly putAside: (histories: Kind) => Promise<{ readonly landed: () => Promise<void> }>;
}

type Kind = Pick<HistoriesNeeds, 'occasion' | 'spendHistory'>;

/** What histories are made of. */
const NEEDS: BaseNeeds = { columns: new Set(['profit'] as const), attribute: null, asTheyAre: true };

/**
 * Whether the files of a command can be put aside: order files named for an empty workspace, all columns of which are stored. A
 * config means to come back: its files are loaded.
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
    !(await areMended(sources))
  );
}

/**
 * Reads order files for one use, as a report does, and puts them aside in the workspace: copies of them, and the histories of
 * their customers, which are all that scores need. Their lines are stored when they are first asked for (`take-in.ts`). Gives
 * null, and leaves nothing, where the workspace has data by now, or a file has columns that a workspace does not keep.
 */
export async function withLanding<T>(
  settings: Settings,
  context: RunContext,
  work: (base: LandingBase, context: RunContext) => Promise<T>,
): Promise<T | null> {
  return withPlace(settings, context, work).catch((error: unknown) => {
    if (error instanceof HasWithheldColumns) return null;
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
    const paths = files.map(({ path }) => path!);
    const landing = await beginLanding(workspace, paths);
    let exporting: Promise<BaseTotals> | null = null;
    try {
      return await withThrowAwayStore(settings, context, async (store, scratch) => {
        const mart = openMart(store, settings, context);
        const read = await readFiles(store, mart, settings, context, NEEDS, scratch);
        await createSourceTables(store, scores);
        const reading = asStored(read);
        const { lineage, observation } = await finishBase(store, mart, settings, reading);
        if (!planOf(read.intake).ordersWhole) await releaseLines(store);
        const refused = await writeQuarantine(store, 'memory', read.intake.files, workspace.quarantine);
        const putAside = async (kind: Kind) => {
          const returning = await customersWithoutOrder(mart);
          await new Promise<void>((begun, failed) => {
            const needs = { ...kind, attributes: {}, inOrder: true };
            exporting = exportHistories(mart, landing.histories, needs, begun).then(() => readTotals(mart));
            exporting.catch(failed);
          });
          const landed = async () => {
            const totals = await exporting!;
            if (!(await landing.arrived())) throw filesChanged(files.map(({ name }) => name));
            await landing.land(
              (copies): Landed => ({
                schema: LANDED_SCHEMA,
                files: files.map(({ name }, i) => ({ name, copy: copies[i]! })),
                read: readingOf(settings),
                base: {
                  ...{ lineage, reading, observation, totals, returning, ...kindOf(kind) },
                  vars: JSON.stringify(martVars(settings)),
                  margins: marginsText(settings.mart),
                },
              }),
            );
          };
          return { landed };
        };
        const told = toldOf(read, refused, settings);
        try {
          return await work(
            { ...{ store, mart, lineage, reading, observation, told, putAside } },
            { ...context, holdsLockOf: workspace.path },
          );
        } finally {
          // The engine is not closed under a statement.
          await exporting?.catch(() => {});
        }
      });
    } finally {
      await landing.abandon();
    }
  });
}

function kindOf({ occasion, spendHistory }: Kind): Kind {
  return { occasion, spendHistory };
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

function toldOf(read: FileReading, refused: readonly string[], settings: Settings): Told {
  return { notes: [...read.notes, ...refusedRowsIn(refused, settings)], warnings: read.warnings };
}
