import { resolve } from 'node:path';
import {
  badChoice,
  badCount,
  badDay,
  badLinesPerOrder,
  badParameters,
  defectsNeedCsv,
  defectsOutNeedsDefects,
  emptySpan,
  modelNeedsParameters,
  parametersNeedModel,
  sameOutput,
  tooManyPurchases,
  unknownScenario,
} from '../common/messages/synth.js';
import { deepFreeze } from '../common/result.js';
import { dayNumber } from '../synth/days.js';
import type { SpendLaw } from '../synth/plan.js';
import { MODELS, type Population, populationOf } from '../synth/population.js';
import type { Scenario } from '../synth/scenario.js';
import { SCENARIOS } from '../synth/scenarios.js';

/** What a user wrote, as text. */
export interface SynthFlags {
  readonly scenario: string;
  readonly customers?: string;
  readonly from?: string;
  readonly to?: string;
  readonly yearsBefore?: string;
  readonly seed?: string;
  readonly linesPerOrder?: string;
  readonly model?: string;
  readonly params?: string;
  readonly spend?: string;
  readonly format?: string;
  readonly out?: string;
  readonly customersOut?: string;
  readonly productsOut?: string;
  readonly truthOut?: string;
  readonly defects?: boolean;
  readonly defectsSkip?: string;
  readonly defectsOut?: string;
  readonly mixedCurrency?: boolean;
  readonly validate?: boolean;
}

export type SynthFormat = 'csv' | 'ndjson' | 'parquet';

/** What a generation goes by; null = as the scenario has it, or not asked for. */
export interface SynthSettings {
  readonly scenario: Scenario;
  readonly customers: number;
  readonly from: string;
  readonly to: string;
  readonly yearsBefore: number;
  readonly seed: number;
  readonly linesPerOrder: number | null;
  readonly population: Population | null;
  readonly spend: SpendLaw | null;
  readonly format: SynthFormat;
  /** Absolute paths. */
  readonly out: string;
  readonly customersOut: string | null;
  readonly productsOut: string | null;
  readonly truthOut: string | null;
  readonly defects: boolean;
  /** Kinds of defects left out. */
  readonly defectsSkip: readonly string[];
  readonly defectsOut: string | null;
  readonly mixedCurrency: boolean;
  readonly validate: boolean;
}

const FORMATS: readonly SynthFormat[] = ['csv', 'ndjson', 'parquet'];
const SPEND_EXAMPLE = 'p=6.25,q=3.74,gamma=15.44';
const FIRST_YEAR = '1980-01-01';
const LAST_YEAR = '2199-12-31';
/** Customer numbers are 32-bit and line numbers of an order 16-bit. */
const MAX_CUSTOMERS = 50_000_000;
/** Mean purchases a week beyond which a story is no shop's, and a customer's history no longer fits into memory. */
const MAX_WEEKLY_RATE = 50;

/** Checks what the user wrote and fills in the scenario's own values. Relative paths start at `cwd`. */
export function resolveSynth(flags: SynthFlags, cwd: string): SynthSettings {
  const scenario = SCENARIOS.find(({ name }) => name === flags.scenario);
  if (!scenario)
    throw unknownScenario(
      flags.scenario,
      SCENARIOS.map(({ name }) => name),
    );
  const format = choice('--format', flags.format ?? formatOf(flags.out), FORMATS);
  const path = (file: string | undefined) => (file === undefined ? null : resolve(cwd, file));
  const settings: SynthSettings = {
    scenario,
    customers: count('--customers', flags.customers, scenario.customers, 1, MAX_CUSTOMERS),
    from: day('--from', flags.from ?? scenario.from),
    to: day('--to', flags.to ?? scenario.to),
    yearsBefore: count('--years-before', flags.yearsBefore, flags.model ? 0 : scenario.yearsBefore, 0, 20),
    seed: count('--seed', flags.seed, 1, 0, Number.MAX_SAFE_INTEGER),
    linesPerOrder: linesPerOrder(flags.linesPerOrder),
    population: population(flags),
    spend: flags.spend === undefined ? null : spendLaw(flags.spend),
    format,
    out: resolve(cwd, flags.out ?? `${scenario.name}.${format}`),
    customersOut: path(flags.customersOut),
    productsOut: path(flags.productsOut),
    truthOut: path(flags.truthOut),
    defects: flags.defects ?? false,
    defectsSkip: flags.defectsSkip?.split(',').map((kind) => kind.trim()) ?? [],
    defectsOut: path(flags.defectsOut),
    mixedCurrency: flags.mixedCurrency ?? false,
    validate: flags.validate ?? false,
  };
  if (settings.from > settings.to) throw emptySpan(settings.from, settings.to);
  if (settings.defects && format !== 'csv') throw defectsNeedCsv(format);
  if (settings.defectsOut && !settings.defects) throw defectsOutNeedsDefects();
  refuseSameOutputs(settings);
  return deepFreeze(settings);
}

/** The format that a file's name asks for; CSV when it says nothing. */
function formatOf(out: string | undefined): string {
  const ending = /\.(ndjson|jsonl|parquet)$/i.exec(out ?? '')?.[1]?.toLowerCase();
  if (ending === 'parquet') return 'parquet';
  return ending ? 'ndjson' : 'csv';
}

function refuseSameOutputs(settings: SynthSettings): void {
  const { out, customersOut, productsOut, truthOut, defectsOut } = settings;
  const paths = [out, customersOut, productsOut, truthOut, defectsOut].filter((path) => path !== null);
  const twice = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twice !== undefined) throw sameOutput(twice);
}

function population(flags: SynthFlags): Population | null {
  if (flags.model === undefined) {
    if (flags.params !== undefined) throw parametersNeedModel();
    return null;
  }
  const model = MODELS[choice('--model', flags.model, Object.keys(MODELS) as (keyof typeof MODELS)[])];
  if (flags.params === undefined) throw modelNeedsParameters(flags.model, model.example);
  const values = parameters('--params', flags.params, model.names, model.example);
  const rate = values[0]! / values[1]!;
  if (rate > MAX_WEEKLY_RATE) throw tooManyPurchases(rate, MAX_WEEKLY_RATE);
  return populationOf(model, values);
}

function spendLaw(text: string): SpendLaw {
  const [p, q, gamma] = parameters('--spend', text, ['p', 'q', 'gamma'], SPEND_EXAMPLE);
  return { p: p!, q: q!, gamma: gamma! };
}

/** Values of `name=value,…` in the order of `names`; every name once and nothing else. */
function parameters(flag: string, text: string, names: readonly string[], example: string): number[] {
  const pairs = text.split(',').map((pair) => pair.split('='));
  const found = new Map(pairs.map(([name, value]) => [name!.trim(), decimal(value?.trim() ?? '')]));
  const values = names.map((name) => found.get(name) ?? Number.NaN);
  const wrong = pairs.length !== names.length || values.some((value) => !(value > 0 && value < 1e6));
  if (wrong) throw badParameters(flag, text, example);
  return values;
}

function count(flag: string, text: string | undefined, standard: number, low: number, high: number): number {
  if (text === undefined) return standard;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= low && value <= high)) throw badCount(flag, text, low, high);
  return value;
}

function linesPerOrder(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = decimal(text);
  if (!(value >= 1 && value <= 50)) throw badLinesPerOrder(text);
  return value;
}

function day(flag: string, text: string): string {
  if (Number.isNaN(dayNumber(text)) || text < FIRST_YEAR || text > LAST_YEAR) throw badDay(flag, text);
  return text;
}

function choice<T extends string>(flag: string, text: string, known: readonly T[]): T {
  const found = known.find((word) => word === text);
  if (found === undefined) throw badChoice(flag, text, known);
  return found;
}

function decimal(text: string): number {
  return /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
