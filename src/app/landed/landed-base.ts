import { historiesQuery } from '../../score/export-histories.js';
import { knownByReturns } from '../../score/known-customers.js';
import { takeHistories } from '../../store/landed.js';
import { workspaceAt } from '../../store/workspace.js';
import { marginsText } from '../margins.js';
import type { BaseNeeds, ScoringBase } from '../modelling/scoring-base.js';
import { martVars } from '../open-mart.js';
import type { Settings } from '../settings.js';
import { type LandedBase, waitingBase } from './manifest.js';

/**
 * What scores need, of files that have landed and whose lines nobody has asked for yet; null where there are none, or where
 * other histories are asked for than they have.
 */
export async function landedScoringBase(
  settings: Settings,
  scratch: string,
  needs: BaseNeeds,
): Promise<ScoringBase | null> {
  const workspace = workspaceAt(settings.workspace.path);
  const base = await waitingBase(workspace);
  if (base === null || !serves(base, settings, needs)) return null;
  const totals = totalsFor(base, settings);
  const taken = totals === null ? null : await takeHistories(workspace, scratch, base.sizes);
  if (totals === null || taken === null) return null;
  const { lineage, reading, observation } = base;
  return {
    lineage: { ...lineage, configDigest: settings.config.digest },
    reading: { ...reading, currency: settings.ingest.currency ?? reading.currency },
    observation,
    totals,
    histories: historiesQuery(taken.histories, needs),
    foreseen: taken.cells,
    known: needs.waiting === undefined ? null : knownByReturns(observation.firstOrderDate!, base.returning),
  };
}

function serves(base: LandedBase, settings: Settings, needs: BaseNeeds): boolean {
  const { currency } = settings.ingest;
  return (
    needs.occasion === base.occasion &&
    needs.spendHistory === base.spendHistory &&
    Object.keys(needs.attributes).length === 0 &&
    settings.privacy.pseudonymKey === null &&
    JSON.stringify(martVars(settings)) === base.vars &&
    (currency === null || base.reading.currency === null || currency === base.reading.currency)
  );
}

/** Null where a margin of the settings has to be taken of single lines. */
function totalsFor({ totals, margins }: LandedBase, { mart }: Settings): LandedBase['totals'] | null {
  if (marginsText(mart) === margins) return totals;
  const none = marginsText({ ...mart, margin: null, categoryMargins: {} });
  const isPlain = margins === none && mart.margin !== null && Object.keys(mart.categoryMargins).length === 0;
  return isPlain && totals.margin === null
    ? { ...totals, margin: Number(mart.margin), marginKnown: 1 }
    : null;
}
