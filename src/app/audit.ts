import { unknownAttribute } from '../common/messages/lenses.js';
import { minorDigits } from '../common/money.js';
import type { Result } from '../common/result.js';
import { lens1 } from '../lenses/lens1/lens1.js';
import { choosePeriod } from '../lenses/period.js';
import type { LensContext, LensReport } from '../lenses/report.js';
import { rfm } from '../lenses/rfm/rfm.js';
import { type Base, withBase } from './base.js';
import type { RunContext } from './context.js';
import type { BaseNeeds } from './reading.js';
import { assembleResult } from './result.js';
import type { Settings } from './settings.js';

export const LENSES = ['lens1', 'rfm'] as const;
export type LensName = (typeof LENSES)[number];

/** Options of one report alone. */
export interface AuditOptions {
  /** RFM: a row per customer. */
  readonly customers: boolean;
}

/** The customer-base audit: reads the data, builds the mart, looks through one lens. */
export async function audit(
  lens: LensName,
  options: AuditOptions,
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  return withBase(settings, context, needs(settings), async (base) => {
    checkAttribute(base, settings.period.by);
    const lensContext = await lensSettings(base, settings);
    context.progress.stage(`looking through ${lens}`);
    const report = await look(lens, options, lensContext, settings);
    return assembleResult(
      context,
      base,
      report,
      headline(lens, lensContext),
      settingsShown(lensContext, settings),
    );
  });
}

function needs(settings: Settings): BaseNeeds {
  return { columns: new Set(['cost', 'profit']), attribute: settings.period.by };
}

async function lensSettings(base: Base, settings: Settings): Promise<LensContext> {
  const period = await choosePeriod(base.mart, settings.period);
  const { currency } = base.reading;
  return {
    mart: base.mart,
    period,
    metric: settings.period.metric,
    by: settings.period.by,
    currency,
    digits: minorDigits(currency),
    asOf: base.observation.asOf!,
  };
}

async function look(
  lens: LensName,
  options: AuditOptions,
  context: LensContext,
  settings: Settings,
): Promise<LensReport> {
  const asked = settings.period.from;
  switch (lens) {
    case 'lens1': {
      const first = await lens1(context);
      const scores = await rfm(context, { segments: settings.rfm.segments, from: null, customers: false });
      return join(first, scores);
    }
    case 'rfm':
      return rfm(context, { segments: settings.rfm.segments, from: asked, customers: options.customers });
  }
}

/** Two reports as one, the first one's questions first. */
export function join(a: LensReport, b: LensReport): LensReport {
  return {
    tables: [...a.tables, ...b.tables],
    figures: [...a.figures, ...b.figures],
    identities: [...a.identities, ...b.identities],
    notes: [...a.notes, ...b.notes],
    warnings: [...a.warnings, ...b.warnings],
    answers: [...a.answers, ...b.answers],
  };
}

function checkAttribute({ reading }: Base, by: string | null): void {
  if (by === null) return;
  const known = [
    ...reading.attributeNames,
    ...(reading.hasCategories ? ['first_category'] : []),
    ...(reading.hasProducts ? ['first_product'] : []),
  ];
  if (!known.includes(by)) throw unknownAttribute(by, known);
}

const TITLES: Readonly<Record<LensName, string>> = {
  lens1: 'Lens 1: how different are the customers of one period',
  rfm: 'RFM: recency, frequency, money',
};

function headline(lens: LensName, { period, currency, asOf }: LensContext): string {
  const why = period.chosenBy === 'asked' ? '' : ` (${period.chosenBy})`;
  return `${TITLES[lens]} · ${period.label}${why} · ${currency ?? 'currency not named'} · observed to ${asOf}`;
}

function settingsShown({ period, metric, by, currency, asOf }: LensContext, settings: Settings) {
  return {
    period: period.label,
    from: period.from,
    to: period.to,
    period_complete: period.complete,
    as_of: asOf,
    metric: metric ?? 'auto',
    by,
    currency,
    time_zone: settings.ingest.timeZone,
    zero_value: settings.mart.zeroValue,
    fiscal_year_start: settings.period.fiscalYearStart,
  };
}
