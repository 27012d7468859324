import { roundMoney } from '../../common/money.js';
import type { Column, Figure, Table } from '../../common/result.js';
import { shareText } from '../../common/share-text.js';
import type { CohortBase } from '../cohorts/base.js';
import type { CohortGrid } from '../cohorts/grid.js';
import { moneyColumn } from '../columns.js';
import { amount } from '../wording.js';
import type { BacktestRow } from './backtest.js';
import type { ForecastRows } from './forecast-rows.js';
import type { History } from './history.js';
import { periodValue } from './projection.js';
import type { ModelForecast } from './scope.js';

/** The forecast by period, all periods together, and the series that its chart draws. */
export function forecastTables(
  base: CohortBase,
  grid: CohortGrid,
  history: History,
  { periods, together }: ForecastRows,
  model: ModelForecast | null,
): Table[] {
  const { metric, currency, digits } = base;
  const worth: Column[] = [
    moneyColumn('existing', 'from existing', currency),
    moneyColumn('new', 'from new', currency),
    { ...moneyColumn('returns_without_order', 'returns without an order', currency), wide: true },
    moneyColumn('forecast', 'forecast', currency),
    moneyColumn('low', 'low', currency),
    moneyColumn('high', 'high', currency),
    ...(model === null ? [] : modelColumns(currency)),
  ];
  const noModel = model === null ? {} : { model: null, model_low: null, model_high: null };
  const known = grid.periods.filter(({ index, complete }) => complete && index <= history.last);
  return [
    {
      id: 'forecast',
      title: `The next ${grid.granularity}s: ${metric}, if cohorts go on as they did and acquisition stays`,
      section: 'Forecast',
      description:
        'Active customers by age-to-age factors of the last cohorts (those who come back included), times value per active customer, plus new customers as in the same season before (where that is not known, as in the last three periods). Interval: 95 %, from the errors of the backtest.' +
        (model === null ? '' : ` ${ofModel(model)}`),
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
        ...worth.filter(({ id }) => SERIES.includes(id)),
      ],
      rows: [
        ...known.map(({ name, index }) => ({
          period: name,
          actual: roundMoney(periodValue(history, index).toFixed(8), digits),
          forecast: null,
          low: null,
          high: null,
          ...noModel,
        })),
        ...periods.map((row) => ({
          period: row.period!,
          actual: null,
          forecast: row.forecast!,
          low: row.low!,
          high: row.high!,
          ...(model === null
            ? {}
            : { model: row.model!, model_low: row.model_low!, model_high: row.model_high! }),
        })),
      ],
    },
  ];
}

const SERIES: readonly string[] = ['forecast', 'low', 'high', 'model', 'model_low', 'model_high'];

function modelColumns(currency: string | null): Column[] {
  return [
    { ...moneyColumn('model_existing', 'model, existing', currency), wide: true },
    moneyColumn('model', 'model', currency),
    moneyColumn('model_low', 'model low', currency),
    moneyColumn('model_high', 'model high', currency),
  ];
}

function ofModel({ modelId, fittedTo, interval }: ModelForecast): string {
  return `Model: what ${modelId}, fitted to data up to ${fittedTo}, expects of the customers known, with new customers as in the forecast beside it; its ${shareText(interval)} are chance and the errors of its parameters alone. It knows no seasons.`;
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
  model: ModelForecast | null,
): Figure {
  const shown = together ?? periods[0]!;
  const listed = (id: string) => periods.map((row) => `${row.period} ${amount(row[id])}`).join(', ');
  const title = `${metric === 'profit' ? 'Profit' : 'Spend'} of ${shown.period}: ${amount(shown.forecast)} is forecast`;
  return {
    id: 'forecast_line',
    title,
    kind: 'line',
    table: 'forecast_series',
    x: 'period',
    y: ['actual', 'forecast', ...(model === null ? [] : ['model'])],
    intervals: {
      forecast: { low: 'low', high: 'high' },
      ...(model === null ? {} : { model: { low: 'model_low', high: 'model_high' } }),
    },
    xLabel: 'period',
    yLabel: currency === null ? metric : `${metric} (${currency})`,
    alternative: `Line of the ${metric} by period, then the forecast with its interval: ${listed('forecast')}.${model === null ? '' : ` The model's forecast with its own: ${listed('model')}.`}`,
  };
}
