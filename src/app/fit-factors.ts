import { judgeSums } from '../backtest/gates.js';
import { counted } from '../common/messages/counted.js';
import { factorsUntested, fitFailed, tooFewAges } from '../common/messages/fit.js';
import { noOrdersInPeriod } from '../common/messages/lenses.js';
import { gatesFailed } from '../common/messages/registry.js';
import { backtestFactors, cohortFactors } from '../models/cohort-factors.js';
import { MODEL_SCHEMA } from '../registry/model-record.js';
import type { FactorRecord } from '../registry/other-records.js';
import { saveOtherModel } from '../registry/save-model.js';
import { readCohortValues } from '../score/cohort-values.js';
import { withBase } from './base.js';
import type { RunContext } from './context.js';
import type { FitOutcome } from './fit.js';
import { load } from './load.js';
import { toldOn } from './load-result.js';
import { decide, failedGates } from './modelling/decide-promotion.js';
import { factorTables } from './modelling/factor-tables.js';
import { withWorkspaceLock } from './open-store.js';
import { sideToName } from './other-sides.js';
import { assembleResult } from './result.js';
import { appendDecision } from './runs/append-decision.js';
import type { Settings } from './settings.js';

const YEAR = 12;
const LEAST_MONTHS = 3;

/** Value-to-date factors from the cohorts of the workspace, with a backtest; registered, and put into use when they pass the gates that sums can be measured by. */
export async function fitFactors(
  settings: Settings,
  context: RunContext,
  mayPromote: boolean,
): Promise<FitOutcome> {
  const loaded = settings.sources.length > 0 ? await load(settings, context) : null;
  const whole: Settings = { ...settings, sources: [], sourcesFrom: 'none' };
  return withBase(whole, context, 'everything', async ({ mart, lineage, reading, observation }) => {
    const { asOf, firstOrderDate } = observation;
    if (asOf === null || firstOrderDate === null) throw noOrdersInPeriod(settings.period.asOf);
    context.progress.stage('reading cohorts');
    const values = await readCohortValues(mart);
    const factors = cohortFactors(values);
    const longest = Math.max(0, ...values.VALUE.map((row) => row.length));
    const months = Math.min(YEAR, Math.floor(longest / 3));
    const backtest = months >= LEAST_MONTHS ? backtestFactors(values, months) : null;
    const reasons = factors.links.length === 0 ? [tooFewAges(values.customers)] : [];
    const record: FactorRecord = {
      schemaVersion: MODEL_SCHEMA,
      tool: 'clv',
      version: context.version,
      kind: 'cohort_factors',
      status: reasons.length === 0 ? 'usable' : 'rejected',
      customers: values.customers,
      reasons,
      frequency: { model: 'cohort-factor' },
      asOf,
      firstOrderDate,
      currency: reading.currency,
      timeZone: settings.ingest.timeZone,
      ...factors,
      backtest,
      gates: judgeSums(
        'cohort-factor',
        backtest === null || !(backtest.actual > 0) ? null : backtest.predicted / backtest.actual - 1,
        settings.gates,
      ),
    };
    const failed = failedGates(record);
    const { asOf: _, ...files } = lineage;
    const { id, inUse } = await withWorkspaceLock(settings, context, async ({ models }) => {
      const saved = await saveOtherModel(models, record, files);
      const decision = await decide(models, { id: saved.id, record }, mayPromote, context.command);
      appendDecision(context, decision);
      return { id: saved.id, inUse: decision.after };
    });
    const place = inUse === id ? `Model ${id} is in use` : `Model ${id} is kept and not in use`;
    const result = assembleResult(
      context,
      { lineage, reading, observation },
      {
        ...factorTables(id, record),
        identities: [],
        notes: toldOn(loaded).notes,
        warnings: [...toldOn(loaded).warnings, ...reasons, ...(backtest === null ? [factorsUntested()] : [])],
        answers: [],
      },
      `${record.status === 'usable' ? place : `No usable model (${id} is rejected)`} · ${counted(values.customers, 'customer')} · observed to ${asOf}`,
      { model: id, as_of: asOf, model_asked: 'cohort-factor', currency: reading.currency },
    );
    const failure =
      record.status === 'usable'
        ? mayPromote && failed.length > 0
          ? gatesFailed(id, failed, inUse, sideToName(settings))
          : null
        : fitFailed(
            'cohort-factor',
            id,
            reasons.map(({ text }) => text),
          );
    return { result, failure };
  });
}
