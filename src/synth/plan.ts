import { dayNumber, yearsBefore } from './days.js';
import type { Population } from './population.js';
import type { Scenario } from './scenario.js';

/** Gamma-Gamma spend of an order: mean order value of a customer = p/ν, ν ~ Gamma(q, γ). */
export interface SpendLaw {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
}

export interface SynthOptions {
  /** Integer from 0 to 2^53 − 1. */
  readonly seed: number;
  readonly customers: number;
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly yearsBefore: number;
  /** Mean lines of an order, at least 1; null = the scenario's. */
  readonly linesPerOrder: number | null;
  /** Rates and leaving of a model instead of the scenario's; seasons and events are out then. */
  readonly population: Population | null;
  /** Exact order values instead of a catalogue's. */
  readonly spend: SpendLaw | null;
}

/** A scenario with its dates as day numbers and its options applied: all that the generator reads. */
export interface Plan {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly customers: number;
  /** First day of the simulation, of the data, and the day after the last. */
  readonly startDay: number;
  readonly fromDay: number;
  readonly endDay: number;
  readonly spend: SpendLaw | null;
}

/** Applies options to a scenario. The options are valid already: `app/synth-settings.ts` checks what users write. */
export function planOf(scenario: Scenario, options: SynthOptions): Plan {
  const from = dayNumber(options.from);
  return {
    scenario: withLines(withPopulation(scenario, options.population), options.linesPerOrder),
    seed: options.seed,
    customers: options.customers,
    startDay: yearsBefore(from, options.yearsBefore),
    fromDay: from,
    endDay: dayNumber(options.to) + 1,
    spend: options.spend,
  };
}

/** A scenario as it is told, with a seed. */
export function standardOptions(scenario: Scenario, seed: number): SynthOptions {
  const { customers, from, to, yearsBefore: years } = scenario;
  return {
    seed,
    customers,
    from,
    to,
    yearsBefore: years,
    linesPerOrder: null,
    population: null,
    spend: null,
  };
}

function withPopulation(scenario: Scenario, population: Population | null): Scenario {
  if (!population) return scenario;
  return {
    ...scenario,
    buying: { rate: population.rate, months: Array(12).fill(1), welcome: { weeks: 0, rate: 0 } },
    leaving: population.leaving,
    events: [],
  };
}

function withLines(scenario: Scenario, linesPerOrder: number | null): Scenario {
  if (linesPerOrder === null) return scenario;
  const { shape } = scenario.shop.extraLines;
  const rate = linesPerOrder > 1 ? shape / (linesPerOrder - 1) : Number.POSITIVE_INFINITY;
  return { ...scenario, shop: { ...scenario.shop, extraLines: { shape, rate } } };
}
