import { studentMultiplier } from '../../numeric/student-t.js';
import type { History } from './history.js';
import { naive, periodValue, project } from './projection.js';

/** The forecast as it would have been made at the end of an earlier period, beside what came. */
export interface BacktestRow {
  readonly origin: number;
  /** 1, 2, …; 0 = all periods of the horizon together. */
  readonly step: number;
  readonly period: number | null;
  readonly forecast: number;
  readonly actual: number;
  readonly naive: number | null;
  /** actual / forecast − 1; null when the forecast is not positive. */
  readonly error: number | null;
}

/** Most origins that are looked back to. */
const ORIGINS = 12;

/** Periods ahead: a year (two for years, eight weeks), and never more than a third of the history. */
export function horizonOf({ perYear, first, last }: History): number {
  const usual = perYear === 1 ? 2 : perYear === 52 ? 8 : perYear;
  return Math.max(1, Math.min(usual, Math.floor((last - first + 1) / 3)));
}

/** That very forecast from each of the last known periods that leave it enough history. */
export function backtest(history: History, horizon: number): BacktestRow[] {
  const { perYear, first, last } = history;
  const earliest = Math.max(first + Math.max(2, perYear), last - ORIGINS);
  const rows: BacktestRow[] = [];
  for (let origin = earliest; origin < last; origin++) {
    const projected = project(history, origin, Math.min(horizon, last - origin));
    const own = projected.map(({ period, value }, i) =>
      row(origin, i + 1, period, value, periodValue(history, period), naive(history, origin, period)),
    );
    rows.push(...own);
    if (own.length === horizon && horizon > 1) {
      const add = (pick: (entry: BacktestRow) => number) => own.reduce((sum, entry) => sum + pick(entry), 0);
      rows.push(
        row(
          origin,
          0,
          null,
          add(({ forecast }) => forecast),
          add(({ actual }) => actual),
          own.some((entry) => entry.naive === null) ? null : add((entry) => entry.naive!),
        ),
      );
    }
  }
  return rows;
}

function row(
  origin: number,
  step: number,
  period: number | null,
  forecast: number,
  actual: number,
  plain: number | null,
): BacktestRow {
  return {
    origin,
    step,
    period,
    forecast,
    actual,
    naive: plain,
    error: forecast > 0 ? actual / forecast - 1 : null,
  };
}

/**
 * 95 % interval of a forecast at a step: Student's t times the root mean square of the errors that the backtest made at
 * that step, on the logarithmic scale where all values are positive, else relative to the forecast. Of overlapping spans
 * every `step`-th counts as independent. Null where fewer than three errors, or fewer than two independent ones, are known.
 */
export function forecastInterval(
  rows: readonly BacktestRow[],
  step: number,
  horizon: number,
  forecast: number,
): { low: number; high: number } | null {
  const known = rows.filter((entry) => entry.step === step && entry.forecast !== 0);
  const df = Math.floor(known.length / (step === 0 ? horizon : step));
  if (known.length < 3 || df < 2 || forecast === 0) return null;
  const positive = forecast > 0 && known.every((entry) => entry.forecast > 0 && entry.actual > 0);
  const errors = known.map((entry) =>
    positive
      ? Math.log(entry.actual / entry.forecast)
      : (entry.actual - entry.forecast) / Math.abs(entry.forecast),
  );
  const meanSquare = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  const half = studentMultiplier(0.95, df) * Math.sqrt(meanSquare);
  return positive
    ? { low: forecast * Math.exp(-half), high: forecast * Math.exp(half) }
    : { low: forecast - half * Math.abs(forecast), high: forecast + half * Math.abs(forecast) };
}

/** Mean absolute relative error at step 1, of the forecast and of the naive one. */
export function meanErrors(rows: readonly BacktestRow[]): {
  own: number | null;
  naive: number | null;
  n: number;
} {
  const first = rows.filter(({ step, actual, naive: plain }) => step === 1 && actual !== 0 && plain !== null);
  const mean = (pick: (entry: BacktestRow) => number) =>
    first.length === 0
      ? null
      : first.reduce((sum, entry) => sum + Math.abs(pick(entry) - entry.actual), 0) /
        first.reduce((sum, entry) => sum + Math.abs(entry.actual), 0);
  return { own: mean(({ forecast }) => forecast), naive: mean((entry) => entry.naive!), n: first.length };
}
