import { cohortBase, release } from '../cohorts/base.js';
import { joinParts } from '../cohorts/part.js';
import type { CohortContext } from '../cohorts/settings.js';
import type { LensReport } from '../report.js';
import { alignment } from './alignment.js';
import { cohortValues } from './cohort-values.js';
import { equalAge } from './equal-age.js';
import { extremes } from './extremes.js';
import { overview } from './overview.js';
import { pairs } from './pairs.js';
import { patterns } from './patterns.js';
import { repeatBuying } from './repeat-buying.js';
import { secondPurchase } from './second-purchase.js';
import { segmentMix } from './segment-mix.js';
import { trend } from './trend.js';

/** So many whole cohorts with a period after their acquisition make a comparison worth the name. */
const ENOUGH_COHORTS = 4;

/**
 * Lens 4: cohorts against each other.
 * Source: Fader, Hardie, Ross, The Customer-Base Audit (2022), chapter 6.
 * @throws ClvError when cohorts are asked for on a day outside the data.
 */
export async function lens4(context: CohortContext): Promise<LensReport> {
  const base = await cohortBase(context, (found) => found.comparableCohorts >= ENOUGH_COHORTS);
  const at = equalAge(base);
  const measured = at === null ? [] : await cohortValues(base, at);
  const parts = [
    overview(base),
    alignment(base),
    await secondPurchase(base),
    repeatBuying(base),
    pairs(base, at),
    ...(at === null ? [] : [trend(base, at, measured), extremes(at, measured)]),
    await segmentMix(base),
    patterns(base),
  ];
  release(context);
  const report = joinParts(parts);
  return {
    ...report,
    identities: [...base.identities, ...report.identities],
    notes: [...base.notes, ...report.notes],
  };
}
