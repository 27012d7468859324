import { monthOf, yearOf } from './days.js';
import type { CalendarEvent, Months, Place } from './scenario.js';

/**
 * The calendar as buyers feel it. A rate that follows seasons and promotions is a constant rate on a
 * clock that runs faster in busy times: `felt[d]` is that clock at the start of day d, in days.
 * Source: time change of an inhomogeneous Poisson process, Çinlar 1975, 4.7.
 */
export class Clock {
  private readonly felt: Float64Array;

  constructor(
    readonly startDay: number,
    weights: Float64Array,
  ) {
    this.felt = new Float64Array(weights.length + 1);
    for (let d = 0; d < weights.length; d++) this.felt[d + 1] = this.felt[d]! + weights[d]!;
  }

  /** Felt time from the start to the end. */
  get total(): number {
    return this.felt[this.felt.length - 1]!;
  }

  /** Felt time at a calendar time (days, with fraction). */
  feltAt(time: number): number {
    const d = Math.floor(time - this.startDay);
    if (d < 0) return 0;
    if (d >= this.felt.length - 1) return this.total;
    return this.felt[d]! + (this.felt[d + 1]! - this.felt[d]!) * (time - this.startDay - d);
  }

  /** Calendar time at a felt time; Infinity past the end. Days without weight are jumped over. */
  timeAt(felt: number): number {
    if (!(felt < this.total)) return Number.POSITIVE_INFINITY;
    let low = 0;
    let high = this.felt.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.felt[middle]! <= felt) low = middle;
      else high = middle;
    }
    return this.startDay + low + (felt - this.felt[low]!) / (this.felt[high]! - this.felt[low]!);
  }
}

/** Clock of buying in a place: 1 on an average day of the year, times the lifts of its events. */
export function buyingClock(
  startDay: number,
  endDay: number,
  months: Months,
  events: readonly EventSpan[],
  place: Place,
): Clock {
  const weights = monthWeights(startDay, endDay, months);
  for (const event of events) {
    if (reaches(event, place)) lift(weights, startDay, event, event.buyingLift);
  }
  return new Clock(startDay, weights);
}

/** Clock of acquisition in a place: nobody before its launch, then growth, season and events. */
export function acquisitionClock(
  startDay: number,
  endDay: number,
  growth: number,
  months: Months,
  events: readonly EventSpan[],
  place: Place,
  launchDay: number | null,
): Clock {
  const weights = monthWeights(startDay, endDay, months);
  let year = yearOf(startDay);
  let level = 1;
  for (let d = 0; d < weights.length; d++) {
    const day = startDay + d;
    if (yearOf(day) > year) {
      year++;
      level *= growth;
    }
    weights[d] = launchDay !== null && day < launchDay ? 0 : weights[d]! * level;
  }
  for (const event of events) {
    if (reaches(event, place)) lift(weights, startDay, event, event.acquisitionLift);
  }
  return new Clock(startDay, weights);
}

export interface EventSpan extends CalendarEvent {
  /** First day and the day after the last. */
  readonly fromDay: number;
  readonly untilDay: number;
}

export function reaches(event: CalendarEvent, place: Place): boolean {
  return event.cities === null || event.cities.includes(place.city);
}

function monthWeights(startDay: number, endDay: number, months: Months): Float64Array {
  const mean = months.reduce((sum, weight) => sum + weight, 0) / 12;
  return Float64Array.from(
    { length: endDay - startDay },
    (_, d) => (months[monthOf(startDay + d)] ?? mean) / mean,
  );
}

function lift(weights: Float64Array, startDay: number, event: EventSpan, factor: number): void {
  const last = Math.min(event.untilDay - startDay, weights.length);
  for (let d = Math.max(0, event.fromDay - startDay); d < last; d++) weights[d] = weights[d]! * factor;
}
