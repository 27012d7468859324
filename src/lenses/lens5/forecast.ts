import { nextStart, periodName } from '../../common/calendar.js';
import { roundMoney } from '../../common/money.js';
import type { Cell, Column, Note, Row } from '../../common/result.js';
import { type CohortBase, regrid } from '../cohorts/base.js';
import type { CohortGrid } from '../cohorts/grid.js';
import { nothing, type Part } from '../cohorts/part.js';
import { moneyColumn } from '../columns.js';
import { amount, percent } from '../wording.js';
import { type BacktestRow, backtest, halfWidth, horizonOf, meanErrors } from './backtest.js';
import { historyOf } from './history.js';
import { type History, type ProjectedPeriod, project } from './projection.js';
import type { Lens5Options } from './scope.js';

/** With fewer complete years, quarters carry the forecast: years alone leave nothing to test it on. */
const ENOUGH_YEARS = 8;
const ENOUGH_QUARTERS = 8;

/** What the base brings next, if cohorts go on as they did and acquisition stays; tested on what is known. */
export async function forecast(base: CohortBase, options: Lens5Options): Promise<Part> {
  const grid = await forecastGrid(base);
  const history = historyOf(grid, base.metric);
  if (history === null || history.last - history.first + 1 < 3)
    return {
      ...nothing,
      notes: [{ code: 'no_forecast', text: 'Fewer than three complete periods: no forecast is made.' }],
    };
  const horizon = horizonOf(history);
  const projected = project(history, history.last, horizon);
  const tested = backtest(history, horizon);
  const names = futureNames(grid, history.last, horizon);
  const rows = forecastRows(base, projected, tested, names, options, horizon);
  return {
    tables: [forecastTable(base, grid, rows, options), backtestTable(base, grid, tested)],
    notes: notes(base, grid, tested, rows),
    figures: [figure(base, rows)],
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

interface Named {
  readonly name: string;
  readonly start: string;
}

function futureNames(grid: CohortGrid, last: number, horizon: number): Named[] {
  const names: Named[] = [];
  let start = grid.periods.find(({ index }) => index === last)!.start;
  for (let h = 1; h <= horizon; h++) {
    start = nextStart(start, grid.granularity);
    names.push({ name: periodName(start, grid.granularity, grid.fiscalYearStart), start });
  }
  return names;
}

function forecastRows(
  { digits }: CohortBase,
  projected: readonly ProjectedPeriod[],
  tested: readonly BacktestRow[],
  names: readonly Named[],
  { model }: Lens5Options,
  horizon: number,
): Row[] {
  const cell = (value: number): Cell => roundMoney(value.toFixed(8), digits);
  const line = (
    name: string,
    start: string | null,
    part: Sums,
    step: number,
    fromModel: number | null,
  ): Row => {
    const half = halfWidth(tested, step, horizon);
    return {
      period: name,
      period_start: start,
      active_existing: step === 0 ? null : Math.round(part.activeExisting),
      active_new: step === 0 ? null : Math.round(part.activeNew),
      existing: cell(part.valueExisting),
      new: cell(part.valueNew),
      returns_without_order: cell(part.value - part.valueExisting - part.valueNew),
      forecast: cell(part.value),
      low: half === null ? null : cell(part.value - half * Math.abs(part.value)),
      high: half === null ? null : cell(part.value + half * Math.abs(part.value)),
      ...(model === null ? {} : { model: fromModel === null ? null : cell(fromModel) }),
    };
  };
  const modelOf = (start: string) => model?.find(({ periodStart }) => periodStart === start)?.value ?? null;
  const rows = projected.map((part, i) =>
    line(names[i]!.name, names[i]!.start, part, i + 1, modelOf(names[i]!.start)),
  );
  if (projected.length < 2) return rows;
  const add = (pick: (part: ProjectedPeriod) => number) =>
    projected.reduce((sum, part) => sum + pick(part), 0);
  const together: Sums = {
    activeExisting: 0,
    activeNew: 0,
    valueExisting: add(({ valueExisting }) => valueExisting),
    valueNew: add(({ valueNew }) => valueNew),
    value: add(({ value }) => value),
  };
  const modelSum = names.reduce<number | null>((sum, { start }) => {
    const value = modelOf(start);
    return sum === null || value === null ? null : sum + value;
  }, 0);
  return [...rows, line(TOGETHER, null, together, 0, modelSum)];
}

type Sums = Omit<ProjectedPeriod, 'period'>;

const TOGETHER = 'together';

function forecastTable(
  { metric, currency }: CohortBase,
  grid: CohortGrid,
  rows: readonly Row[],
  { model }: Lens5Options,
) {
  const shown: Column[] = [
    { id: 'period', title: 'period', type: 'text' },
    { id: 'period_start', title: 'from', type: 'date', wide: true },
    { id: 'active_existing', title: 'active, existing', type: 'count', wide: true },
    { id: 'active_new', title: 'active, new', type: 'count', wide: true },
    moneyColumn('existing', 'from existing', currency),
    moneyColumn('new', 'from new', currency),
    { ...moneyColumn('returns_without_order', 'returns without an order', currency), wide: true },
    moneyColumn('forecast', 'forecast', currency),
    moneyColumn('low', 'low', currency),
    moneyColumn('high', 'high', currency),
    ...(model === null ? [] : [moneyColumn('model', 'model', currency)]),
  ];
  return {
    id: 'forecast',
    title: `The next ${grid.granularity}s: ${metric}, if cohorts go on as they did and acquisition stays`,
    section: 'Forecast',
    description:
      'Active customers by age-to-age factors of the last cohorts (those who come back included), times value per active customer, plus new customers as in the same season before. Interval: 95 %, from the errors of the backtest.',
    columns: shown,
    rows,
  };
}

function backtestTable({ digits, currency }: CohortBase, grid: CohortGrid, tested: readonly BacktestRow[]) {
  const name = (index: number | null) =>
    index === null ? TOGETHER : grid.periods.find((period) => period.index === index)!.name;
  const start = (index: number) => grid.periods.find((period) => period.index === index)!.start;
  return {
    id: 'forecast_backtest',
    title: 'The same forecast made earlier, beside what came',
    section: 'Forecast',
    description:
      'Made at the end of "origin" from what was known then. Naive: the same season a year before.',
    terminalRows: 16,
    columns: [
      { id: 'origin', title: 'origin', type: 'text' as const },
      { id: 'origin_start', title: 'origin from', type: 'date' as const, wide: true },
      { id: 'step', title: 'ahead', type: 'count' as const },
      { id: 'period', title: 'period', type: 'text' as const },
      moneyColumn('forecast', 'forecast', currency),
      moneyColumn('actual', 'actual', currency),
      { id: 'error', title: 'error', type: 'share' as const, digits: 1 },
      { ...moneyColumn('naive', 'naive', currency), wide: true },
    ],
    rows: [...tested]
      .sort((a, b) => a.step - b.step || b.origin - a.origin)
      .sort((a, b) => Number(a.step === 0) - Number(b.step === 0))
      .map((entry) => ({
        origin: name(entry.origin),
        origin_start: start(entry.origin),
        step: entry.step === 0 ? null : entry.step,
        period: name(entry.period),
        forecast: roundMoney(entry.forecast.toFixed(8), digits),
        actual: roundMoney(entry.actual.toFixed(8), digits),
        error: entry.error,
        naive: entry.naive === null ? null : roundMoney(entry.naive.toFixed(8), digits),
      })),
  };
}

function notes(
  base: CohortBase,
  grid: CohortGrid,
  tested: readonly BacktestRow[],
  rows: readonly Row[],
): Note[] {
  const history: History | null = historyOf(grid, base.metric);
  const short = rows.filter(({ low }) => low === null).map(({ period }) => period);
  const seasonal =
    history !== null && (history.perYear === 1 || history.last - history.first >= 2 * history.perYear);
  return [
    ...(grid.granularity === base.grid.granularity
      ? []
      : [
          {
            code: 'forecast_granularity',
            text: `The forecast goes by ${grid.granularity}s: ${base.grid.granularity}s are too few to test it on.`,
          },
        ]),
    ...(tested.length === 0
      ? [
          {
            code: 'no_backtest',
            text: 'The history is too short to test the forecast: take it as arithmetic, not as a forecast.',
          },
        ]
      : []),
    ...(tested.length > 0 && short.length > 0
      ? [
          {
            code: 'no_interval',
            text: `Too few earlier forecasts to give an interval for ${short.join(', ')}.`,
          },
        ]
      : []),
    ...(seasonal
      ? []
      : [
          {
            code: 'forecast_season',
            text: 'Less than two years are observed: a season can’t be told from the cohorts’ ageing, and the forecast does not allow for it.',
          },
        ]),
  ];
}

function figure({ metric, currency }: CohortBase, rows: readonly Row[]) {
  const title = `Forecast of the ${metric}: ${rows.map(({ period, forecast: value }) => `${period} ${amount(value)}`).join(', ')}`;
  return {
    id: 'forecast_line',
    title: `Forecast of the ${metric} by period`,
    kind: 'line' as const,
    table: 'forecast',
    x: 'period',
    y: ['forecast'],
    interval: { low: 'low', high: 'high' },
    xLabel: 'period',
    yLabel: currency === null ? metric : `${metric} (${currency})`,
    alternative: `${title}.`,
  };
}

function answer({ metric }: CohortBase, rows: readonly Row[], tested: readonly BacktestRow[]) {
  const best = rows.at(-1)!;
  const { own, naive: plain, n } = meanErrors(tested);
  const span =
    best.period === TOGETHER ? `The next ${rows.length - 1} periods together` : String(best.period);
  const interval = best.low === null ? '' : ` (95 %: ${amount(best.low)} to ${amount(best.high)})`;
  const quality =
    own === null
      ? 'it could not be tested'
      : `made ${n} times before, one period ahead, it was off by ${percent(own)}, the same season a year before by ${percent(plain)}`;
  return {
    question: 'What comes next?',
    answer: `${span}: ${amount(best.forecast)} ${metric}${interval}, if cohorts go on as they did and acquisition stays; ${quality}.`,
  };
}
