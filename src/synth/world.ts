import { AliasTable } from '../numeric/random-alias.js';
import { type Catalogue, catalogueOf } from './catalogue.js';
import { acquisitionClock, buyingClock, type Clock, type EventSpan, reaches } from './clock.js';
import { dealPlaces, type Habits, type Quota } from './customer.js';
import { dayNumber } from './days.js';
import type { Plan } from './plan.js';
import type { Place } from './scenario.js';

export interface World {
  readonly catalogue: Catalogue;
  readonly habits: Habits;
  /** Place in the list of all events by code, from 1. */
  readonly promo: ReadonlyMap<string, number>;
  readonly quota: (i: number) => Quota;
  /** By place: clocks, and the events that reach it. */
  readonly acquiring: readonly Clock[];
  readonly buying: readonly Clock[];
  readonly events: readonly (readonly EventSpan[])[];
  readonly recalls: readonly EventSpan[];
}

/** Builds what all customers of a plan share. */
export function worldOf(plan: Plan): World {
  const { scenario, startDay, endDay } = plan;
  const { places, acquisition, buying } = scenario;
  const spans = scenario.events.map(
    (event): EventSpan => ({
      ...event,
      fromDay: dayNumber(event.from),
      untilDay: dayNumber(event.to) + 1,
    }),
  );
  const launchDay = (place: Place) => (place.launch === null ? null : dayNumber(place.launch));
  const catalogue = catalogueOf(scenario.shop);
  return {
    catalogue,
    habits: {
      favourite: catalogue.byShare,
      channel: new AliasTable(scenario.channels.map(({ weight }) => weight)),
      device: new AliasTable(scenario.devices.map(({ weight }) => weight)),
    },
    promo: new Map(scenario.events.map(({ code }, i) => [code, i + 1])),
    quota: dealPlaces(
      plan.customers,
      places.map(({ share }) => share),
    ),
    acquiring: places.map((place) =>
      acquisitionClock(
        startDay,
        endDay,
        acquisition.yearlyGrowth,
        acquisition.months,
        spans,
        place,
        launchDay(place),
      ),
    ),
    buying: places.map((place) => buyingClock(startDay, endDay, buying.months, spans, place)),
    events: places.map((place) => spans.filter((event) => reaches(event, place))),
    recalls: spans.filter((event) => event.recalls !== null),
  };
}
