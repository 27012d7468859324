import { nextStart, periodName } from '../../common/calendar.js';
import { roundMoney } from '../../common/money.js';
import type { Cell, Row } from '../../common/result.js';
import type { CohortGrid } from '../cohorts/grid.js';
import { type BacktestRow, forecastInterval } from './backtest.js';
import type { ProjectedPeriod } from './projection.js';
import type { ModelForecast } from './scope.js';

export interface ForecastRows {
  /** A row per period to come. */
  readonly periods: readonly Row[];
  /** All of them together; null for a single one. */
  readonly together: Row | null;
}

/** The projection with its intervals, and the model's forecast beside it where there is one. */
export function forecastRows(
  grid: CohortGrid,
  last: number,
  projected: readonly ProjectedPeriod[],
  tested: readonly BacktestRow[],
  model: readonly ModelForecast[] | null,
  digits: number,
): ForecastRows {
  const horizon = projected.length;
  const names = futureNames(grid, last, horizon);
  const cell = (value: number): Cell => roundMoney(value.toFixed(8), digits);
  const modelOf = (start: string) => model?.find(({ periodStart }) => periodStart === start)?.value ?? null;
  const worth = (part: Worth, step: number, fromModel: number | null): Row => {
    const interval = forecastInterval(tested, step, horizon, part.value);
    return {
      existing: cell(part.valueExisting),
      new: cell(part.valueNew),
      returns_without_order: cell(part.value - part.valueExisting - part.valueNew),
      forecast: cell(part.value),
      low: interval === null ? null : cell(interval.low),
      high: interval === null ? null : cell(interval.high),
      ...(model === null ? {} : { model: fromModel === null ? null : cell(fromModel) }),
    };
  };
  const periods = projected.map((part, i) => ({
    period: names[i]!.name,
    period_start: names[i]!.start,
    active_existing: Math.round(part.activeExisting),
    active_new: Math.round(part.activeNew),
    ...worth(part, i + 1, modelOf(names[i]!.start)),
  }));
  if (horizon < 2) return { periods, together: null };
  const add = (pick: (part: ProjectedPeriod) => number) =>
    projected.reduce((sum, part) => sum + pick(part), 0);
  const modelSum = names.reduce<number | null>((sum, { start }) => {
    const value = modelOf(start);
    return sum === null || value === null ? null : sum + value;
  }, 0);
  const sums: Worth = {
    valueExisting: add(({ valueExisting }) => valueExisting),
    valueNew: add(({ valueNew }) => valueNew),
    value: add(({ value }) => value),
  };
  const span = `${names[0]!.name} to ${names.at(-1)!.name}`;
  return { periods, together: { period: span, ...worth(sums, 0, modelSum) } };
}

type Worth = Pick<ProjectedPeriod, 'valueExisting' | 'valueNew' | 'value'>;

function futureNames(grid: CohortGrid, last: number, horizon: number) {
  const names: { name: string; start: string }[] = [];
  let start = grid.periods.find(({ index }) => index === last)!.start;
  for (let h = 1; h <= horizon; h++) {
    start = nextStart(start, grid.granularity);
    names.push({ name: periodName(start, grid.granularity, grid.fiscalYearStart), start });
  }
  return names;
}
