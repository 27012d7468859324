import { splitAtDay, splitByModel } from '../../common/messages/audit.js';
import { noOrdersInPeriod } from '../../common/messages/lenses.js';
import { dayNotObserved } from '../../common/messages/lenses-cohorts.js';
import type { Note, Result } from '../../common/result.js';
import { splitAtFixedDay } from '../../lenses/fixed-day.js';
import type { ModelForecaster } from '../../lenses/lens5/scope.js';
import { READ_FOR_CUSTOMERS, READ_FOR_PAIRS, UNREAD_BY_PAIRS } from '../../lenses/rfm/lives.js';
import { type Base, withBase } from '../base.js';
import type { RunContext } from '../context.js';
import { withRoom } from '../engine-memory.js';
import type { BaseNeeds } from '../reading.js';
import { assembleResult } from '../result.js';
import type { Settings } from '../settings.js';
import { attributesShown } from '../settings-period.js';
import { attributeDayNotes } from './attribute-day.js';
import { fullAudit } from './full-audit.js';
import { LENS_TITLES, LENSES, type LensName } from './lens-names.js';
import { look } from './look.js';
import { notUsed } from './not-used.js';
import { type AuditOptions, fixedDay, requireAttribute } from './options.js';
import { storeScoredDays, withScoredDays } from './scored-days.js';

/** The customer-base audit through one lens: reads the data, builds what the lens reads, reports. */
export async function audit(
  lens: LensName,
  options: AuditOptions,
  settings: Settings,
  context: RunContext,
): Promise<Result> {
  return withSplitBase([lens], options, settings, context, async (base, notes, model) => {
    context.progress.stage(`looking through ${lens}`);
    const { report, about } = await look[lens](base, settings, options, model);
    return assembleResult(
      context,
      base,
      {
        ...report,
        notes: [...notes, ...report.notes],
        warnings: [...notUsed(lens, settings, options), ...report.warnings],
      },
      headline(LENS_TITLES[lens], about, base),
      shown(base, settings),
    );
  });
}

/** The whole audit in one pass over the data. */
export async function auditAll(options: AuditOptions, given: Settings, context: RunContext): Promise<Result> {
  const settings = withRoom(given, context.machineBytes ?? null);
  return withSplitBase(LENSES, options, settings, context, async (base, notes, model) => {
    const { report, about } = await fullAudit(base, settings, options, context.progress, model);
    return assembleResult(
      context,
      base,
      { ...report, notes: [...notes, ...report.notes] },
      headline('The customer-base audit', about, base),
      shown(base, settings),
    );
  });
}

/** The base with what it is split by: groups of a fixed day are made before anything is looked at. */
async function withSplitBase(
  lenses: readonly LensName[],
  options: AuditOptions,
  settings: Settings,
  context: RunContext,
  work: (base: Base, notes: readonly Note[], model: ModelForecaster | null) => Promise<Result>,
): Promise<Result> {
  const model = lenses.includes('lens5') ? await forecaster(settings, context) : null;
  return withScoredDays(options, settings, context, (scored) =>
    withBase(settings, context, needs(lenses, settings, options), async (base) => {
      await storeScoredDays(base.mart, scored);
      const notes = await check(lenses, base, settings, options);
      return work(
        base,
        [
          ...notes,
          ...(await attributeDayNotes(base.mart, settings, options)),
          ...scored.map(({ day, modelId }) => splitByModel(day, modelId)),
        ],
        model,
      );
    }),
  );
}

/** Models are loaded where a lens asks for them. */
async function forecaster(settings: Settings, context: RunContext): Promise<ModelForecaster | null> {
  const { modelForecaster } = await import('./model-forecast.js');
  return modelForecaster(settings, context);
}

/** Columns of the lines that the lenses read. */
function needs(lenses: readonly LensName[], settings: Settings, { cohortBy }: AuditOptions): BaseNeeds {
  const columns = new Set<'profit' | 'quantity' | 'product_id' | 'category'>(['profit']);
  if (lenses.includes('product'))
    for (const name of ['quantity', 'product_id', 'category'] as const) columns.add(name);
  return {
    columns,
    attribute: fixedDay(settings.period.by, '--by') === null ? settings.period.by : null,
    ...(cohortBy.kind === 'attribute' ? { cohortAttribute: cohortBy.name } : {}),
  };
}

/** What no lens reads of the customers. */
const UNREAD = [
  'source_systems',
  'is_visible',
  'last_order_date',
  'order_days',
  'units',
  'spend',
  'returns',
  'profit_known_spend',
  'last_order_ts',
  'acquisition_ts',
] as const;

/** What no lens reads of what customers did: lens 1 makes customers of it where they do not stand, for the others. */
function unreadOfLives(lenses: readonly LensName[], areCustomersMade: boolean): string[] {
  const isOne = lenses.length === 1;
  return [
    ...(isOne || areCustomersMade ? READ_FOR_CUSTOMERS : []),
    ...(lenses.includes('lens2') ? [] : READ_FOR_PAIRS),
    ...(isOne && lenses.includes('lens2') ? UNREAD_BY_PAIRS : []),
  ];
}

/** What is asked for must be in the data; a split by a fixed day is made here. */
async function check(
  lenses: readonly LensName[],
  base: Base,
  settings: Settings,
  { cohortBy }: AuditOptions,
): Promise<Note[]> {
  const { reading, observation, mart } = base;
  if (observation.asOf === null || observation.firstOrderDate === null)
    throw noOrdersInPeriod(settings.period.asOf);
  mart.narrow('customers', UNREAD);
  mart.narrow('customer_lives', unreadOfLives(lenses, mart.stands('customers')));
  const { by } = settings.period;
  const split = fixedDay(by, '--by');
  const known = [
    ...reading.attributeNames,
    ...(reading.hasCategories ? ['first_category'] : []),
    ...(reading.hasProducts ? ['first_product'] : []),
  ];
  if (split === null) requireAttribute(by, '--by', known);
  if (cohortBy.kind === 'attribute') requireAttribute(cohortBy.name, '--cohort-by', known);
  if (split === null) return [];
  const { asOf, firstOrderDate } = observation;
  if (split.asOf < firstOrderDate! || split.asOf >= asOf) {
    throw dayNotObserved('--by', split.asOf, firstOrderDate!, asOf);
  }
  await splitAtFixedDay(mart, split, settings.rfm.segments);
  return [splitAtDay(`--by ${by}`, split.asOf)];
}

function headline(title: string, about: string, { reading, observation }: Base): string {
  return `${title} · ${about} · ${reading.currency ?? 'currency not named'} · observed to ${observation.asOf}`;
}

function shown({ reading, observation }: Base, settings: Settings): Result['settings'] {
  const { period, ingest, mart } = settings;
  return {
    as_of: observation.asOf,
    metric: period.metric ?? 'auto',
    by: period.by,
    ...attributesShown(period),
    granularity: period.granularity,
    currency: reading.currency,
    time_zone: ingest.timeZone,
    zero_value: mart.zeroValue,
    fiscal_year_start: period.fiscalYearStart,
  };
}
