import { type CohortBase, cohortBase, release } from '../cohorts/base.js';
import type { GranularityEvidence } from '../cohorts/granularity.js';
import { joinParts, type Part } from '../cohorts/part.js';
import type { CohortContext } from '../cohorts/settings.js';
import type { LensReport } from '../report.js';
import { c3 } from './c3.js';
import { carryOver, standStill } from './carry-over.js';
import { cohortGrid } from './cohort-grid.js';
import { flow } from './flow.js';
import { forecast } from './forecast.js';
import { growth } from './growth.js';
import { healthIndex } from './health-index.js';
import { newExisting } from './new-existing.js';
import { patterns } from './patterns.js';
import { repeatBuying } from './repeat-rates.js';
import { basePeriods, type Lens5Options } from './scope.js';
import { secondByAge } from './second-by-age.js';
import { segmentMix } from './segment-mix.js';
import { target } from './target.js';

/** So many complete periods show where a base is heading: three years, or enough shorter ones to test a forecast on. */
const isEnough = ({ granularity, completePeriods }: GranularityEvidence) =>
  completePeriods >= (granularity === 'year' ? 3 : 6);

/**
 * Lens 5: the health of the base.
 * Source: Fader, Hardie, Ross, The Customer-Base Audit (2022), chapters 7 and 8.
 * @throws ClvError when cohorts are asked for on a day outside the data.
 */
export async function lens5(context: CohortContext, options: Lens5Options): Promise<LensReport> {
  const split = 'asOf' in context.cohortBy ? await splitParts(context) : null;
  const base = await cohortBase(
    split === null ? context : { ...context, by: null, cohortBy: { kind: 'acquisition' } },
    isEnough,
  );
  const periods = basePeriods(base);
  const cohorts = split ?? (await cohortParts(base));
  const parts = [
    cohorts.c3,
    newExisting(base, periods),
    carryOver(base),
    standStill(base),
    flow(base, periods),
    growth(base, periods),
    cohorts.grid,
    cohorts.second,
    repeatBuying(base, periods),
    await segmentMix(base, options.segmentPeriods),
    ...(options.target === null ? [] : [target(base, periods, options.target)]),
    ...(options.index ? [healthIndex(base)] : []),
    await forecast(base, options),
  ];
  release(context);
  const report = joinParts(parts);
  return joinParts([
    { tables: [], identities: base.identities, notes: cohorts.notes ?? base.notes },
    report,
    patterns(base, periods, report.tables),
  ]);
}

interface CohortParts {
  readonly c3: Part;
  readonly grid: Part;
  readonly second: Part;
  readonly notes: CohortBase['notes'] | null;
}

async function cohortParts(base: CohortBase): Promise<CohortParts> {
  return { c3: c3(base), grid: cohortGrid(base), second: await secondByAge(base), notes: null };
}

/** Cohorts formed at a fixed day split the value after it; the rest of the lens stays with cohorts by acquisition. */
async function splitParts(context: CohortContext): Promise<CohortParts> {
  const base = await cohortBase(context, isEnough);
  return { ...(await cohortParts(base)), notes: base.notes };
}
