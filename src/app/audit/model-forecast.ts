import { daysBetween } from '../../common/calendar.js';
import { ClvError } from '../../common/errors.js';
import { noForecastByThen, noModelForecast } from '../../common/messages/audit.js';
import type { ModelForecast, ModelForecaster, ModelQuestion } from '../../lenses/lens5/scope.js';
import { isOther } from '../../registry/model-file.js';
import type { StoredModel } from '../../registry/model-record.js';
import { newestModelBy } from '../../registry/newest-model.js';
import { currentId, loadAnyModel, modelIds } from '../../registry/read-models.js';
import { type ForecastPart, forecastPeriods } from '../../score/period-forecast.js';
import { readSummedCells, type SummedCells } from '../../score/period-sums.js';
import { storeHistories } from '../../score/score-customers.js';
import { workspaceAt } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { readParts, type ScoredBase } from '../modelling/score-base.js';
import { scoreOptions } from '../modelling/score-options.js';
import { withThrowAwayStore } from '../open-store.js';
import type { Settings } from '../settings.js';

/** That of the lens's own forecast. */
const INTERVAL = 0.95;
/** Later than any data. */
const EVER = '9999-12-31';

/**
 * Makes ready what lens 5 may ask of a model of the workspace: the one in use where it saw nothing after the report's day, else
 * the newest that didn't. Histories are read as of that day, so neither they nor the parameters know what came after. Null where
 * files are read, and where there are no models of purchases.
 */
export async function modelForecaster(
  settings: Settings,
  context: RunContext,
): Promise<ModelForecaster | null> {
  if (settings.sources.some(({ role }) => role === 'orders')) return null;
  const { models } = workspaceAt(settings.workspace.path);
  if ((await modelIds(models)).length === 0) return null;
  const { asOf } = settings.period;
  let id: string | null = null;
  try {
    const stored = await modelBy(models, asOf ?? EVER);
    if (stored === null) return asOf === null ? null : () => noForecastByThen(asOf);
    id = stored.id;
    if (stored.record.occasion === 'month')
      return () => noModelForecast(stored.id, 'it counts whole months of each customer.');
    return forecasterOf(stored, await readCells(stored, settings, context));
  } catch (error) {
    if (!(error instanceof ClvError) || context.signal.aborted) throw error;
    const reason = error.message;
    return () => noModelForecast(id, reason);
  }
}

async function modelBy(models: string, day: string): Promise<StoredModel | null> {
  const inUse = await currentId(models);
  const current = inUse === null ? null : await loadAnyModel(models, inUse);
  const isFit =
    current !== null && !isOther(current) && current.record.status === 'usable' && current.record.asOf <= day;
  return isFit ? current : newestModelBy(models, day);
}

interface ReadBase {
  readonly read: ScoredBase;
  readonly cells: readonly SummedCells[];
}

async function readCells(stored: StoredModel, settings: Settings, context: RunContext): Promise<ReadBase> {
  return withThrowAwayStore(settings, context, async (store, scratch) => {
    const options = scoreOptions({}, settings.cwd, settings.steps.score);
    const read = await readParts(scratch, stored, options, settings, context);
    await storeHistories(store, read.base.histories, read.parts);
    return { read, cells: await readSummedCells(store, read.parts.length, read.terms.ownReturns) };
  });
}

function forecasterOf(
  { id, record }: StoredModel,
  { read: { parts, terms }, cells }: ReadBase,
): ModelForecaster {
  if (record.asOf > terms.asOf) return () => noForecastByThen(terms.asOf);
  return ({ metric, origin, ends }: ModelQuestion) => {
    if (metric === 'profit' && parts.some(({ margin }) => margin === null))
      return noModelForecast(id, 'no margin is known.');
    const start = daysBetween(terms.asOf, origin);
    const bounds = [origin, ...ends].map((day) => Math.max(0, daysBetween(terms.asOf, day)));
    const values = forecastPeriods(
      parts.map(
        ({ model, margin }, i): ForecastPart => ({
          model,
          cells: cells[i]!,
          keeps: metric === 'profit' ? margin! : 1,
        }),
      ),
      { bounds, leastAgeDays: Math.max(0, -start), interval: INTERVAL },
    );
    return {
      modelId: id,
      fittedTo: record.asOf,
      interval: INTERVAL,
      periods: values.slice(0, -1),
      together: values.at(-1)!,
    } satisfies ModelForecast;
  };
}
