import { lensRelations } from '../lenses/relations.js';
import { Mart } from '../mart/build.js';
import { historyRelations } from '../mart/list/histories.js';
import type { Relation, Vars } from '../mart/relation.js';
import { martRelations } from '../mart/relations.js';
import { defaultVars } from '../mart/vars.js';
import type { Store } from '../store/store.js';
import type { RunContext } from './context.js';
import type { Settings } from './settings.js';

/** Every relation that a report may ask for. */
export const allRelations: readonly Relation[] = [...martRelations, ...historyRelations, ...lensRelations];

/** A mart over a store, with the vars of the settings. */
export function openMart(
  store: Store,
  settings: Settings,
  context: RunContext,
  place: 'stored' | 'temporary' = 'temporary',
): Mart {
  return new Mart(store, martVars(settings), {
    list: allRelations,
    checks: settings.runtime.checks,
    place,
    progress: context.progress,
  });
}

export function martVars(settings: Settings): Vars {
  const asOf = settings.period.attributesAsOf;
  return {
    ...defaultVars,
    as_of: settings.period.asOf,
    attribute: settings.period.by,
    attributes_as_of: asOf === 'now' || asOf === 'then' ? asOf : 'day',
    attributes_day: asOf === 'now' || asOf === 'then' ? null : asOf,
    consent: settings.privacy.consent,
    fiscal_year_start: settings.period.fiscalYearStart,
    time_zone: settings.ingest.timeZone,
    zero_value: settings.mart.zeroValue,
  };
}
