import type { Note, Row } from '../../common/result.js';
import { metaRegression } from '../../numeric/meta-regression.js';
import { studentMultiplier, studentTwoSided } from '../../numeric/student-t.js';
import { codeColumn } from '../codes.js';
import type { CohortBase } from '../cohorts/base.js';
import type { GridPeriod } from '../cohorts/grid.js';
import { nothing, type Part } from '../cohorts/part.js';
import { fixed } from '../wording.js';
import type { CohortValue, MeasuredCohorts } from './cohort-values.js';
import type { EqualAge } from './equal-age.js';

const PER_YEAR = { week: 365.2425 / 7, month: 12, quarter: 4, year: 1 } as const;

/** Under this many cohorts there is no p-value. */
const ENOUGH = 6;
const ENOUGH_WITH_SEASON = 8;
/** So many quarters must lie between the first and the last cohort for a season to be told from a trend. */
const QUARTERS_FOR_SEASON = 6;

/** Whether later cohorts are better: a regression on cohorts, not on customers. */
export function trend(base: CohortBase, at: EqualAge, measured: readonly MeasuredCohorts[]): Part {
  const { grid } = base;
  if (grid.by !== 'acquisition') return nothing;
  const fits = measured
    .filter(({ values }) => values.length >= 3)
    .map((measure) => ({ measure, fit: fitTrend(measure.values, grid.periods, grid.granularity) }));
  const rows: Row[] = fits.map(({ measure, fit }) => ({
    measure: measure.measure,
    meaning: measure.title,
    cohorts: measure.values.length,
    ...fit,
  }));
  return {
    tables: [
      {
        id: 'trend',
        title: `Trend in cohort quality, per year, at age ${at.age}`,
        section: 'Trend',
        description:
          'Weighted regression on whole cohorts; the error is that between cohorts, so a thousand customers do not make one cohort a trend. 95 % intervals.',
        columns: [
          codeColumn('measure', 'measure'),
          { id: 'meaning', title: 'meaning', type: 'text', wide: true },
          { id: 'cohorts', title: 'cohorts', type: 'count' },
          { id: 'season', title: 'season', type: 'boolean' },
          { id: 'mean', title: 'mean', type: 'number', digits: 3 },
          { id: 'slope', title: 'slope', type: 'number', unit: 'per year', digits: 4 },
          { id: 'low', title: 'low', type: 'number', digits: 4 },
          { id: 'high', title: 'high', type: 'number', digits: 4 },
          { id: 'p', title: 'p', type: 'number', digits: 3 },
          { id: 'between_sd', title: 'sd between cohorts', type: 'number', digits: 4, wide: true },
        ],
        rows,
      },
      {
        id: 'cohort_values',
        title: `The cohorts at age ${at.age}`,
        section: 'Trend',
        wide: true,
        columns: [
          codeColumn('measure', 'measure'),
          { id: 'cohort', title: 'cohort', type: 'text' },
          { id: 'customers', title: 'customers', type: 'count' },
          { id: 'value', title: 'value', type: 'number', digits: 3 },
          { id: 'standard_error', title: 'sampling error', type: 'number', digits: 4 },
        ],
        rows: measured.flatMap(({ measure, values }) =>
          values.map(({ cohort, customers, value, variance }) => ({
            measure,
            cohort: cohort.name,
            customers,
            value,
            standard_error: customers < 2 ? null : Math.sqrt(variance),
          })),
        ),
      },
    ],
    notes: notes(at, rows, grid.granularity !== 'year'),
    answers: [answer(at, rows)],
    figures: measured
      .filter(({ measure, values }) => measure === 'value_per_member' && values.length >= 3)
      .map(({ title }) => ({
        id: 'cohort_quality',
        title: answer(at, rows).answer,
        kind: 'line' as const,
        table: 'cohort_values',
        where: { measure: 'value_per_member' },
        x: 'cohort',
        y: ['value'],
        xLabel: 'cohort',
        yLabel: title,
        alternative: `Line of the ${title} by cohort. ${answer(at, rows).answer}`,
      })),
  };
}

/** Slope per year with season terms (calendar quarters) where the cohorts span enough of them. */
export function fitTrend(
  values: readonly CohortValue[],
  periods: readonly GridPeriod[],
  granularity: CohortBase['grid']['granularity'],
) {
  const starts = values.map(({ cohort }) => cohort.start!);
  const origin = starts.reduce((sum, start) => sum + start, 0) / starts.length;
  const years = starts.map((start) => (start - origin) / PER_YEAR[granularity]);
  const quarters = starts.map((start) =>
    absoluteQuarter(periods.find(({ index }) => index === start)!.start),
  );
  const seasons = [...new Set(quarters.map((quarter) => quarter % 4))].sort();
  const span = Math.max(...quarters) - Math.min(...quarters) + 1;
  const seasonal = granularity !== 'year';
  const season =
    seasonal &&
    span >= QUARTERS_FOR_SEASON &&
    values.length >= Math.max(ENOUGH_WITH_SEASON, seasons.length + 3);
  const X = values.map((_, i) => [
    1,
    years[i]!,
    ...(season ? seasons.slice(1).map((s) => (quarters[i]! % 4 === s ? 1 : 0)) : []),
  ]);
  const fit = metaRegression(
    values.map(({ value }) => value),
    samplingVariances(values),
    X,
  );
  const mean =
    values.reduce((sum, { value, customers }) => sum + value * customers, 0) /
    values.reduce((sum, { customers }) => sum + customers, 0);
  if (fit === null) return { season, mean, slope: null, low: null, high: null, p: null, between_sd: null };
  const slope = fit.coefficients[1]!;
  const error = fit.standardErrors[1]!;
  const df = fit.degreesOfFreedom;
  const claim = season || !seasonal;
  const width = claim && df >= 2 ? studentMultiplier(0.95, df) * error : null;
  const counted = claim && values.length >= (season ? ENOUGH_WITH_SEASON : ENOUGH);
  return {
    season,
    mean,
    slope,
    low: width === null ? null : slope - width,
    high: width === null ? null : slope + width,
    p: counted ? (error === 0 ? (slope === 0 ? 1 : 0) : studentTwoSided(slope / error, df)) : null,
    between_sd: Math.sqrt(fit.between),
  };
}

/**
 * One customer says nothing of how much customers differ: a cohort of one has the variance of a customer pooled over the
 * other cohorts (all zero where there is none larger). Taken for exact it would outweigh all others.
 */
export function samplingVariances(
  values: readonly Pick<CohortValue, 'customers' | 'variance'>[],
): readonly number[] {
  const degrees = values.reduce((sum, { customers }) => sum + customers - 1, 0);
  const pooled =
    degrees === 0
      ? 0
      : values.reduce((sum, { customers: n, variance }) => sum + (n - 1) * n * variance, 0) / degrees;
  return values.map(({ customers, variance }) => (customers < 2 ? pooled : variance));
}

function absoluteQuarter(day: string): number {
  return Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
}

function notes(at: EqualAge, rows: readonly Row[], seasonal: boolean): Note[] {
  const few = rows.length === 0 || rows.some(({ p }) => p === null);
  if (!few) return [];
  const why =
    rows.length === 0
      ? 'Fewer than three whole cohorts are observed: no trend is fitted.'
      : seasonal && rows.every(({ season }) => season === false)
        ? `The cohorts span too little to tell a season from a trend (${at.cohorts.length} cohorts): slopes are shown, no interval and no p-value.`
        : `${at.cohorts.length} cohorts are too few for a p-value (${ENOUGH}, ${ENOUGH_WITH_SEASON} with a season).`;
  return [{ code: 'few_cohorts', text: why }];
}

function answer(at: EqualAge, rows: readonly Row[]) {
  const question = 'Are later cohorts better?';
  const value = rows.find(({ measure }) => measure === 'value_per_member');
  if (!value || value.slope === null)
    return { question, answer: 'Too few whole cohorts are observed to say.' };
  if (value.low === null || value.p === null)
    return {
      question,
      answer: `Too few cohorts to say: value per member to age ${at.age} changes by ${fixed(value.slope)} a year over ${value.cohorts} cohorts.`,
    };
  const interval = `${fixed(value.slope)} a year (${fixed(value.low)} to ${fixed(value.high)})`;
  const clear = Number(value.low) > 0 || Number(value.high) < 0;
  return {
    question,
    answer: clear
      ? `Value per member to age ${at.age} ${Number(value.slope) > 0 ? 'rises' : 'falls'} by ${interval} from cohort to cohort.`
      : `No trend can be told from the differences between cohorts: value per member to age ${at.age} changes by ${interval}.`,
  };
}
