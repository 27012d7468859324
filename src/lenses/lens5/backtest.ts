import { studentMultiplier } from '../../numeric/student-t.js';
import { type History, naive, periodValue, project } from './projection.js';

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
 * Relative half-width of a 95 % interval at a step: Student's t times the root mean square of the errors that the
 * backtest made at that step. Errors of overlapping spans count as one each `overlap` of them. Null where fewer than three
 * errors, or fewer than two that don't overlap, are known.
 */
export function halfWidth(rows: readonly BacktestRow[], step: number, horizon: number): number | null {
  const errors = rows.flatMap((entry) => (entry.step === step && entry.error !== null ? [entry.error] : []));
  const overlap = step === 0 ? horizon : step;
  const df = Math.floor(errors.length / overlap);
  if (errors.length < 3 || df < 2) return null;
  const meanSquare = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  return studentMultiplier(0.95, df) * Math.sqrt(meanSquare);
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
