import { addDays, nextStart, periodName } from '../../common/calendar.js';
import { roundMoney } from '../../common/money.js';
import type { Cell, Row } from '../../common/result.js';
import type { CohortGrid } from '../cohorts/grid.js';
import { type BacktestRow, forecastInterval } from './backtest.js';
import type { History } from './history.js';
import type { ProjectedPeriod } from './projection.js';
import type { ModelForecast, ModelValue } from './scope.js';

export interface ForecastRows {
  /** A row per period to come. */
  readonly periods: readonly Row[];
  /** All of them together; null for a single one. */
  readonly together: Row | null;
}

/** A period to come. */
export interface FuturePeriod {
  readonly index: number;
  readonly name: string;
  readonly start: string;
  readonly end: string;
}

/** The periods after the last known one. */
export function futurePeriods(grid: CohortGrid, last: number, horizon: number): FuturePeriod[] {
  const list: FuturePeriod[] = [];
  let start = grid.periods.find(({ index }) => index === last)!.start;
  for (let h = 1; h <= horizon; h++) {
    start = nextStart(start, grid.granularity);
    list.push({
      index: last + h,
      name: periodName(start, grid.granularity, grid.fiscalYearStart),
      start,
      end: addDays(nextStart(start, grid.granularity), -1),
    });
  }
  return list;
}

/** The projection with its intervals, and the model's forecast beside it where there is one. */
export function forecastRows(
  history: History,
  future: readonly FuturePeriod[],
  projected: readonly ProjectedPeriod[],
  tested: readonly BacktestRow[],
  model: ModelForecast | null,
  digits: number,
): ForecastRows {
  const cell = (value: number): Cell => roundMoney(value.toFixed(8), digits);
  const soFar = future.map(({ index }) => knownOf(history, index));
  const worth = (part: Worth, step: number, known: number, ofModel: ModelValue | undefined): Row => {
    const interval = forecastInterval(tested, step, projected.length, part.value);
    return {
      existing: cell(part.valueExisting),
      new: cell(part.valueNew),
      returns_without_order: cell(part.value - part.valueExisting - part.valueNew),
      forecast: cell(part.value),
      low: interval === null ? null : cell(interval.low),
      high: interval === null ? null : cell(interval.high),
      ...(ofModel === undefined ? {} : modelCells(part, known, ofModel)),
    };
  };
  const periods = projected.map((part, i) => ({
    period: future[i]!.name,
    period_start: future[i]!.start,
    active_existing: Math.round(part.activeExisting),
    active_new: Math.round(part.activeNew),
    ...worth(part, i + 1, soFar[i]!, model?.periods[i]),
  }));
  if (projected.length < 2) return { periods, together: null };
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const sums: Worth = {
    valueExisting: sum(projected.map(({ valueExisting }) => valueExisting)),
    valueNew: sum(projected.map(({ valueNew }) => valueNew)),
    value: sum(projected.map(({ value }) => value)),
  };
  const span = `${future[0]!.name} to ${future.at(-1)!.name}`;
  return { periods, together: { period: span, ...worth(sums, 0, sum(soFar), model?.together) } };

  /** New customers as in the lens's own forecast: a model of purchases knows nothing of them. */
  function modelCells({ value, valueExisting, valueNew }: Worth, known: number, ofModel: ModelValue): Row {
    const orders = valueExisting + valueNew;
    const fresh = orders === 0 ? 0 : (valueNew * value) / orders;
    return {
      model_existing: cell(known + ofModel.value),
      model: cell(known + ofModel.value + fresh),
      model_low: cell(known + ofModel.low + fresh),
      model_high: cell(known + ofModel.high + fresh),
    };
  }
}

type Worth = Pick<ProjectedPeriod, 'valueExisting' | 'valueNew' | 'value'>;

/** What a period under way has brought of customers who are not new in the periods to come. */
function knownOf({ starts, last, value }: History, period: number): number {
  return starts.reduce<number>(
    (sum, start) => (start === null || start <= last ? sum + value(start, period) : sum),
    0,
  );
}
