import { roundMoney } from '../../common/money.js';
import type { Column, Figure, Table } from '../../common/result.js';
import type { CohortBase } from '../cohorts/base.js';
import type { CohortGrid } from '../cohorts/grid.js';
import { moneyColumn } from '../columns.js';
import { amount } from '../wording.js';
import type { BacktestRow } from './backtest.js';
import type { ForecastRows } from './forecast-rows.js';
import type { History } from './history.js';
import { periodValue } from './projection.js';

/** The forecast by period, all periods together, and the series that its chart draws. */
export function forecastTables(
  base: CohortBase,
  grid: CohortGrid,
  history: History,
  { periods, together }: ForecastRows,
  hasModel: boolean,
): Table[] {
  const { metric, currency, digits } = base;
  const worth: Column[] = [
    moneyColumn('existing', 'from existing', currency),
    moneyColumn('new', 'from new', currency),
    { ...moneyColumn('returns_without_order', 'returns without an order', currency), wide: true },
    moneyColumn('forecast', 'forecast', currency),
    moneyColumn('low', 'low', currency),
    moneyColumn('high', 'high', currency),
    ...(hasModel ? [moneyColumn('model', 'model', currency)] : []),
  ];
  const known = grid.periods.filter(({ index, complete }) => complete && index <= history.last);
  return [
    {
      id: 'forecast',
      title: `The next ${grid.granularity}s: ${metric}, if cohorts go on as they did and acquisition stays`,
      section: 'Forecast',
      description:
        'Active customers by age-to-age factors of the last cohorts (those who come back included), times value per active customer, plus new customers as in the same season before. Interval: 95 %, from the errors of the backtest.',
      columns: [
        { id: 'period', title: 'period', type: 'text' },
        { id: 'period_start', title: 'from', type: 'date', wide: true },
        { id: 'active_existing', title: 'active, existing', type: 'count', wide: true },
        { id: 'active_new', title: 'active, new', type: 'count', wide: true },
        ...worth,
      ],
      rows: periods,
    },
    ...(together === null
      ? []
      : [
          {
            id: 'forecast_total',
            title: `These ${grid.granularity}s together`,
            section: 'Forecast',
            columns: [{ id: 'period', title: 'period', type: 'text' as const }, ...worth],
            rows: [together],
          },
        ]),
    {
      id: 'forecast_series',
      title: 'What was and what is forecast',
      section: 'Forecast',
      wide: true,
      columns: [
        { id: 'period', title: 'period', type: 'text' },
        moneyColumn('actual', 'actual', currency),
        ...worth.filter(({ id }) => ['forecast', 'low', 'high', 'model'].includes(id)),
      ],
      rows: [
        ...known.map(({ name, index }) => ({
          period: name,
          actual: roundMoney(periodValue(history, index).toFixed(8), digits),
          forecast: null,
          low: null,
          high: null,
          ...(hasModel ? { model: null } : {}),
        })),
        ...periods.map(({ period, forecast, low, high, model }) => ({
          period: period!,
          actual: null,
          forecast: forecast!,
          low: low!,
          high: high!,
          ...(hasModel ? { model: model! } : {}),
        })),
      ],
    },
  ];
}

/** The forecast as it would have been made earlier: one step ahead first, all steps together last. */
export function backtestTable(
  { digits, currency }: CohortBase,
  grid: CohortGrid,
  tested: readonly BacktestRow[],
): Table {
  const period = (index: number) => grid.periods.find((candidate) => candidate.index === index)!;
  const last = (step: number) => (step === 0 ? Number.POSITIVE_INFINITY : step);
  const cell = (value: number) => roundMoney(value.toFixed(8), digits);
  return {
    id: 'forecast_backtest',
    title: 'The same forecast made earlier, beside what came',
    section: 'Forecast',
    description:
      'Made at the end of "origin" from what was known then. Naive: the same season a year before.',
    terminalRows: 12,
    columns: [
      { id: 'origin', title: 'origin', type: 'text' },
      { id: 'origin_start', title: 'origin from', type: 'date', wide: true },
      { id: 'step', title: 'ahead', type: 'count' },
      { id: 'period', title: 'period', type: 'text' },
      moneyColumn('forecast', 'forecast', currency),
      moneyColumn('actual', 'actual', currency),
      { id: 'error', title: 'error', type: 'share', digits: 1 },
      { ...moneyColumn('naive', 'naive', currency), wide: true },
    ],
    rows: [...tested]
      .sort((a, b) => last(a.step) - last(b.step) || b.origin - a.origin)
      .map((entry) => ({
        origin: period(entry.origin).name,
        origin_start: period(entry.origin).start,
        step: entry.step === 0 ? null : entry.step,
        period: entry.period === null ? 'together' : period(entry.period).name,
        forecast: cell(entry.forecast),
        actual: cell(entry.actual),
        error: entry.error,
        naive: entry.naive === null ? null : cell(entry.naive),
      })),
  };
}

export function forecastFigure(
  { metric, currency }: CohortBase,
  { periods, together }: ForecastRows,
): Figure {
  const shown = together ?? periods[0]!;
  const title = `${metric === 'profit' ? 'Profit' : 'Spend'} of ${shown.period}: ${amount(shown.forecast)} is forecast`;
  return {
    id: 'forecast_line',
    title,
    kind: 'line',
    table: 'forecast_series',
    x: 'period',
    y: ['actual', 'forecast'],
    interval: { low: 'low', high: 'high' },
    xLabel: 'period',
    yLabel: currency === null ? metric : `${metric} (${currency})`,
    alternative: `Line of the ${metric} by period, then the forecast with its interval: ${periods.map(({ period, forecast }) => `${period} ${amount(forecast)}`).join(', ')}.`,
  };
}
