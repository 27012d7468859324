import { addDays } from '../../common/calendar.js';
import type { Note } from '../../common/result.js';
import { type CohortBase, regrid } from '../cohorts/base.js';
import type { CohortGrid } from '../cohorts/grid.js';
import { nothing, type Part } from '../cohorts/part.js';
import { amount, percent } from '../wording.js';
import { type BacktestRow, backtest, horizonOf, meanErrors } from './backtest.js';
import { type ForecastRows, forecastRows, futurePeriods } from './forecast-rows.js';
import { backtestTable, forecastFigure, forecastTables } from './forecast-tables.js';
import type { History } from './history.js';
import { historyOf } from './history.js';
import { project } from './projection.js';
import type { Lens5Options } from './scope.js';
import { canTellSeason } from './season.js';

/** With fewer complete years, quarters carry the forecast: years alone leave nothing to test it on. */
const ENOUGH_YEARS = 8;
const ENOUGH_QUARTERS = 8;
const FEWEST_PERIODS = 3;

/** What the base brings next, if cohorts go on as they did and acquisition stays; tested on what is known. */
export async function forecast(base: CohortBase, { model }: Lens5Options): Promise<Part> {
  const grid = await forecastGrid(base);
  const history = historyOf(grid, base);
  if (history === null || history.last - history.first + 1 < FEWEST_PERIODS)
    return {
      ...nothing,
      notes: [{ code: 'no_forecast', text: 'Fewer than three complete periods: no forecast is made.' }],
    };
  const horizon = horizonOf(history);
  const projected = project(history, history.last, horizon);
  const tested = backtest(history, horizon);
  const future = futurePeriods(grid, history.last, horizon);
  const asked = model?.({
    metric: base.metric,
    origin: addDays(future[0]!.start, -1),
    ends: future.map(({ end }) => end),
  });
  const ofModel = asked !== undefined && 'periods' in asked ? asked : null;
  const rows = forecastRows(history, future, projected, tested, ofModel, base.digits);
  return {
    tables: [...forecastTables(base, grid, history, rows, ofModel), backtestTable(base, grid, tested)],
    notes: [
      ...notes(base, grid, history, tested, rows),
      ...(asked !== undefined && 'code' in asked ? [asked] : []),
    ],
    figures: [forecastFigure(base, rows, ofModel)],
    answers: [answer(base, rows, tested)],
  };
}

async function forecastGrid(base: CohortBase): Promise<CohortGrid> {
  const { grid, evidence } = base;
  const known = (granularity: string) =>
    evidence.find((found) => found.granularity === granularity)?.completePeriods ?? 0;
  const finer =
    grid.granularity === 'year' && known('year') < ENOUGH_YEARS && known('quarter') >= ENOUGH_QUARTERS;
  return finer ? regrid(base, 'quarter') : grid;
}

function notes(
  base: CohortBase,
  grid: CohortGrid,
  history: History,
  tested: readonly BacktestRow[],
  { periods, together }: ForecastRows,
): Note[] {
  const list: Note[] = [];
  if (grid.granularity !== base.grid.granularity)
    list.push({
      code: 'forecast_granularity',
      text: `The forecast goes by ${grid.granularity}s: ${base.grid.granularity}s are too few to test it on.`,
    });
  const without = [...periods, ...(together === null ? [] : [together])].filter(({ low }) => low === null);
  if (tested.length === 0)
    list.push({
      code: 'no_backtest',
      text: 'The history is too short to test the forecast: take it as arithmetic, not as a forecast.',
    });
  else if (without.length > 0)
    list.push({
      code: 'no_interval',
      text: `Too few earlier forecasts to give an interval for ${without.map(({ period }) => period).join(', ')}.`,
    });
  if (history.perYear > 1 && !canTellSeason(history, history.last))
    list.push({
      code: 'forecast_season',
      text: `${grid.granularity === 'week' ? 'Weeks are too short' : `Less than two years and a ${grid.granularity} are observed`}: a season can’t be told from the ageing of the cohorts, and the forecast does not allow for it.`,
    });
  return list;
}

function answer({ metric }: CohortBase, { periods, together }: ForecastRows, tested: readonly BacktestRow[]) {
  const shown = together ?? periods[0]!;
  const { own, naive, n } = meanErrors(tested);
  const interval = shown.low === null ? '' : ` (95 %: ${amount(shown.low)} to ${amount(shown.high)})`;
  const quality =
    own === null
      ? tested.length === 0
        ? 'it could not be tested'
        : `it was tested ${times(tested.filter(({ step }) => step === 1).length)}, see the backtest`
      : `made ${times(n)} before, one period ahead, it was off by ${percent(own)}, the same season a year before by ${percent(naive)}`;
  const beside =
    shown.model === undefined
      ? ''
      : ` The model expects ${amount(shown.model)} (${amount(shown.model_low)} to ${amount(shown.model_high)}).`;
  return {
    question: 'What comes next?',
    answer: `${shown.period}: ${amount(shown.forecast)} ${metric}${interval}, if cohorts go on as they did and acquisition stays; ${quality}.${beside}`,
  };
}

function times(n: number): string {
  return n === 1 ? 'once' : `${n} times`;
}
