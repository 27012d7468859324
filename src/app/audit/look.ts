import { minorDigits } from '../../common/money.js';
import type { CohortContext } from '../../lenses/cohorts/settings.js';
import type { ModelForecaster } from '../../lenses/lens5/scope.js';
import { choosePeriod, type Period, wholeSpan } from '../../lenses/period.js';
import { joinReports, type LensContext, type LensReport } from '../../lenses/report.js';
import type { Base } from '../base.js';
import type { Settings } from '../settings.js';
import type { LensName } from './lens-names.js';
import { type AuditOptions, fixedDay } from './options.js';

/** A lens's report and what it is about, in a few words. */
export interface Look {
  readonly report: LensReport;
  readonly about: string;
  /** Label of the one period that it is about (of two, the second). */
  readonly period?: string;
}

/** Ends of periods for which lens 5 shows the RFM segments. */
const SEGMENT_PERIODS = 8;

type Through = (
  base: Base,
  settings: Settings,
  options: AuditOptions,
  model: ModelForecaster | null,
) => Promise<Look>;

/** Looks through one lens: chooses its period, pair or cohort, and reports. Only the lens that is asked for is loaded. */
export const look: Readonly<Record<LensName, Through>> = {
  async lens1(base, settings) {
    const [{ lens1 }, { rfm }] = await Promise.all([
      import('../../lenses/lens1/lens1.js'),
      import('../../lenses/rfm/rfm.js'),
    ]);
    const context = await withPeriod(base, settings);
    const report = await lens1(context);
    const scores = await rfm(context, { segments: settings.rfm.segments, from: null, customers: false });
    return {
      report: joinReports([report, scores]),
      about: periodText(context.period),
      period: context.period.label,
    };
  },
  async lens2(base, settings, options) {
    const [{ lens2 }, { choosePair }] = await Promise.all([
      import('../../lenses/lens2/lens2.js'),
      import('../../lenses/lens2/pair.js'),
    ]);
    const pair = await choosePair(base.mart, { ...settings.period, versus: options.versus });
    const { fiscalYearStart } = settings.period;
    const report = await lens2(common(base, settings), {
      pair,
      fiscalYearStart,
      segments: settings.rfm.segments,
    });
    return {
      report,
      about: `${pair.first.label} and ${pair.second.label}${pair.chosenBy === 'asked' ? '' : ` (${pair.chosenBy})`}`,
      period: pair.second.label,
    };
  },
  async lens3(base, settings, options) {
    const [{ lens3 }, { chooseCohort }] = await Promise.all([
      import('../../lenses/lens3/lens3.js'),
      import('../../lenses/lens3/cohort.js'),
    ]);
    const { granularity, fiscalYearStart } = settings.period;
    const cohort = await chooseCohort(base.mart, {
      cohort: options.cohort,
      granularity,
      fiscalYearStart,
      history: options.history,
    });
    const report = await lens3(common(base, settings), { cohort });
    return {
      report,
      about: `acquired in ${cohort.label}${cohort.chosenBy === 'asked' ? '' : ` (${cohort.chosenBy})`}`,
    };
  },
  async lens4(base, settings, options) {
    const { lens4 } = await import('../../lenses/lens4/lens4.js');
    return {
      report: await lens4({
        ...(await withCohorts(base, settings, options)),
        ...(options.lensesFollow === true ? { segmentPeriods: SEGMENT_PERIODS } : {}),
      }),
      about: cohortText(options, settings),
    };
  },
  async lens5(base, settings, options, model) {
    const { lens5 } = await import('../../lenses/lens5/lens5.js');
    const context = await withCohorts(base, settings, options);
    const report = await lens5(context, {
      target: options.target,
      index: options.index,
      model,
      segmentPeriods: SEGMENT_PERIODS,
    });
    return { report, about: cohortText(options, settings) };
  },
  async product(base, settings, options) {
    const { product } = await import('../../lenses/product/product.js');
    const context = await withPeriod(base, settings);
    const { granularity, fiscalYearStart } = settings.period;
    const leaveLines = options.lensesFollow === true ? base.leaveLines : async () => {};
    const report = await product(
      { ...context, granularity, fiscalYearStart, historyStart: options.history, leaveLines },
      { level: options.level, top: options.top, cohort: options.cohort },
    );
    return { report, about: periodText(context.period), period: context.period.label };
  },

  async rfm(base, settings, options) {
    const { rfm } = await import('../../lenses/rfm/rfm.js');
    const { period, from, to } = settings.period;
    const context =
      period === null && from === null && to === null
        ? await withSpan(base, settings)
        : await withPeriod(base, settings);
    const report = await rfm(context, {
      segments: settings.rfm.segments,
      from,
      customers: options.customers,
    });
    return { report, about: `on ${context.period.to}` };
  },
};

function common(base: Base, settings: Settings): Omit<LensContext, 'period'> {
  const { currency } = base.reading;
  return {
    mart: base.mart,
    metric: settings.period.metric,
    by: settings.period.by,
    currency,
    digits: minorDigits(currency),
    asOf: base.observation.asOf!,
  };
}

async function withPeriod(base: Base, settings: Settings): Promise<LensContext> {
  return { ...common(base, settings), period: await choosePeriod(base.mart, settings.period) };
}

async function withSpan(base: Base, settings: Settings): Promise<LensContext> {
  return { ...common(base, settings), period: await wholeSpan(base.mart) };
}

async function withCohorts(base: Base, settings: Settings, options: AuditOptions): Promise<CohortContext> {
  const { granularity, fiscalYearStart, by } = settings.period;
  const split = fixedDay(by, '--by');
  return {
    ...(await withSpan(base, settings)),
    by: split === null ? by : null,
    granularity,
    fiscalYearStart,
    cohortBy: options.cohortBy.kind === 'acquisition' && split !== null ? split : options.cohortBy,
    historyStart: options.history,
    segments: settings.rfm.segments,
  };
}

function cohortText({ cohortBy }: AuditOptions, { period }: Settings): string {
  if (cohortBy.kind === 'acquisition')
    return period.by === null ? 'cohorts by acquisition' : `cohorts by ${period.by}`;
  return `cohorts by ${cohortBy.kind === 'attribute' ? cohortBy.name : `${cohortBy.kind}@${cohortBy.asOf}`}`;
}

function periodText({ label, chosenBy }: Period): string {
  return chosenBy === 'asked' ? label : `${label} (${chosenBy})`;
}
