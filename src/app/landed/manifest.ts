import { landedDamaged } from '../../common/messages/workspace.js';
import type { Lineage } from '../../common/result.js';
import type { Observation } from '../../mart/observe.js';
import type { BaseTotals } from '../../score/export-histories.js';
import type { Occasion } from '../../score/occasion-histories.js';
import { type HistorySizes, readLanded } from '../../store/landed.js';
import { hasWarehouse, type Workspace } from '../../store/workspace.js';
import type { Reading } from '../reading.js';
import type { IngestSettings, MartSettings, PeriodSettings, Settings } from '../settings.js';

/** Files that have landed, how they are read, and what is known of their customers. */
export interface Landed {
  /** Version of this text; a warehouse is made of files of any version, histories are taken from those of the same one. */
  readonly schema: number;
  readonly files: readonly LandedFile[];
  /** What their lines depend on beside the settings of the run that takes them in. */
  readonly read: {
    readonly ingest: IngestSettings;
    readonly mart: MartSettings;
    readonly period: PeriodSettings;
  };
  readonly base: LandedBase;
}

export interface LandedFile {
  /** As the user knows it. */
  readonly name: string;
  /** Path in the folder of the landed files. */
  readonly copy: string;
  readonly sha256: string;
}

/** What scores are made of beside the histories, as of the end of observation. */
export interface LandedBase {
  readonly lineage: Lineage;
  readonly reading: Reading;
  readonly observation: Observation;
  readonly sizes: HistorySizes;
  readonly totals: BaseTotals;
  /** Customers who have given something back and ordered nothing. */
  readonly returning: number;
  readonly occasion: Occasion;
  readonly spendHistory: 'repeat' | 'all';
  /** What histories depend on: the vars of the relations and the margins, as text. */
  readonly vars: string;
  readonly margins: string;
}

export const LANDED_SCHEMA = 2;

/** What was said of the landed files; null when none have landed. Throws when it can't be understood. */
export async function landedOf(workspace: Workspace): Promise<Landed | null> {
  const landed = (await readLanded(workspace)) as Landed | null;
  if (landed === null) return null;
  if (!isWhole(landed)) throw landedDamaged(workspace.path, 'landed/landed.json');
  const { ingest, mart, period } = landed.read;
  // JSON has no infinity.
  const maxQuarantine = ingest.maxQuarantine ?? Number.POSITIVE_INFINITY;
  return { ...landed, read: { ingest: { ...ingest, maxQuarantine }, mart, period } };
}

/** What is known of files that have landed and whose lines nobody has asked for yet; null where there are none. */
export async function waitingBase(workspace: Workspace): Promise<LandedBase | null> {
  if (await hasWarehouse(workspace)) return null;
  const landed = await landedOf(workspace);
  return landed?.schema === LANDED_SCHEMA ? landed.base : null;
}

/** The parts by which files of any version are loaded. */
function isWhole({ files, read }: Partial<Landed>): boolean {
  const texts = Array.isArray(files) ? files.flatMap(({ name, copy, sha256 }) => [name, copy, sha256]) : [];
  return (
    texts.length > 0 &&
    texts.every((text) => typeof text === 'string') &&
    [read?.ingest, read?.mart, read?.period].every((part) => typeof part === 'object' && part !== null)
  );
}

/** The settings that files are read with, as they stand in the text. */
export function readingOf({ ingest, mart, period }: Settings): Landed['read'] {
  return { ingest, mart, period };
}
