import { conflictingSettings } from '../../common/messages/config.js';
import {
  badModel,
  gapsOfNothing,
  gridOfMonths,
  occasionOfMonths,
  opportunityElsewhere,
  optionElsewhere,
} from '../../common/messages/fit.js';
import { MONTHLY_OPPORTUNITY } from '../../models/bgbb/index.js';
import type { FitMethod, TimeUnit } from '../../models/fit/fit-record.js';
import type { Occasion, SpendHistory } from '../../registry/model-record.js';
import { parseDate } from '../config/parse-date.js';
import { parseCount } from '../config/parse-number.js';

/** Flags of `clv fit`, as commander gives them. */
export interface FitFlags {
  readonly asOf?: string;
  readonly calibrationEnd?: string;
  readonly model?: string;
  readonly method?: string;
  readonly spendHistory?: string;
  readonly occasion?: string;
  readonly timeUnit?: string;
  readonly seed?: string;
  readonly by?: string;
  readonly opportunity?: string;
  readonly grid?: string;
  readonly bootstrap?: string;
  readonly draws?: string;
  /** False with `--no-promote`. */
  readonly promote?: boolean;
}

/** The same, resolved. */
export interface FitOptions {
  /** End of the data that the fit may see; null = the settings' as-of. */
  readonly calibrationEnd: string | null;
  /** Models to fit; several are compared. */
  readonly models: readonly FrequencyName[];
  /** The choice as the user wrote it. */
  readonly asked: string;
  readonly method: FitMethod;
  readonly spendHistory: SpendHistory;
  readonly occasion: Occasion;
  readonly timeUnit: TimeUnit;
  readonly seed: number;
  /** Attribute whose segments get models of their own; null = none. */
  readonly by: string | null;
  /** Ticks of a history that are merged to one: 7 days for weeks; null = exact days. */
  readonly grid: number | null;
  /** Replicates of the bootstrap; 0 = none. */
  readonly bootstrap: number;
  /** Kept draws a chain. */
  readonly draws: number;
  readonly promote: boolean;
}

export type FrequencyName = 'nbd' | 'bgnbd' | 'mbgnbd' | 'paretonbd' | 'mbgcnbd' | 'bgbb';

const AUTO: readonly FrequencyName[] = ['bgnbd', 'mbgnbd', 'paretonbd'];
const NAMES: readonly FrequencyName[] = ['nbd', ...AUTO, 'mbgcnbd', 'bgbb'];
/** Models of other data than purchase times. */
const OTHERS = ['sbg', 'cohort-factor'] as const;
const UNITS: Readonly<Record<string, TimeUnit>> = {
  day: { name: 'day', days: 1 },
  week: { name: 'week', days: 7 },
};

/** Which of the other models is asked for; null = one of purchase times. */
export function otherModel({ model }: FitFlags): (typeof OTHERS)[number] | null {
  return OTHERS.find((name) => name === model) ?? null;
}

/** Throws when an option is given that another kind of model makes nothing of. */
export function refuseElsewhere(flags: FitFlags, model: string, known: readonly (keyof FitFlags)[]): void {
  for (const [name, flag] of ELSEWHERE) {
    if (flags[name] !== undefined && !known.includes(name)) throw optionElsewhere(flag, `--model ${model}`);
  }
  refuseTwoEnds(flags);
}

const ELSEWHERE: readonly (readonly [keyof FitFlags, string])[] = [
  ['calibrationEnd', '--calibration-end'],
  ['method', '--method'],
  ['spendHistory', '--spend-history'],
  ['occasion', '--occasion'],
  ['timeUnit', '--time-unit'],
  ['by', '--by'],
  ['opportunity', '--opportunity'],
  ['grid', '--grid'],
  ['bootstrap', '--bootstrap'],
  ['draws', '--draws'],
];

/** Both name the last day that the fit may see. */
function refuseTwoEnds({ asOf, calibrationEnd }: FitFlags): void {
  if (asOf !== undefined && calibrationEnd !== undefined && asOf !== calibrationEnd)
    throw conflictingSettings(
      `--as-of ${asOf}`,
      `--calibration-end ${calibrationEnd}`,
      'They mean the same day here: give one.',
    );
}

export function calibrationEndOf({ calibrationEnd }: FitFlags): string | null {
  return calibrationEnd === undefined
    ? null
    : parseDate(calibrationEnd, { name: '--calibration-end', base: '.' });
}

export function fitOptions(flags: FitFlags): FitOptions {
  const asked = flags.model ?? 'auto';
  const single = NAMES.find((name) => name === asked);
  if (asked !== 'auto' && single === undefined) throw badModel(asked, ['auto', ...NAMES, ...OTHERS]);
  if (flags.opportunity !== undefined && single !== 'bgbb') throw opportunityElsewhere(asked);
  if (single === 'mbgcnbd' && flags.occasion === 'order') throw gapsOfNothing();
  if (single === 'bgbb' && flags.occasion !== undefined) throw occasionOfMonths(flags.occasion);
  if (single === 'bgbb' && flags.grid !== undefined) throw gridOfMonths();
  if (single === 'bgbb' && flags.timeUnit !== undefined)
    throw optionElsewhere('--time-unit', '--model bgbb, which counts months');
  if (flags.draws !== undefined && flags.method !== 'mcmc')
    throw optionElsewhere('--draws', `--method ${flags.method ?? 'ml'}, which draws nothing`);
  refuseTwoEnds(flags);
  const count = (low: number, high: number, name: string, text: string) =>
    parseCount(low, high)(text, { name, base: '.' });
  return {
    calibrationEnd: calibrationEndOf(flags),
    models: single === undefined ? AUTO : [single],
    asked,
    method: (flags.method ?? 'ml') as FitMethod,
    spendHistory: (flags.spendHistory ?? 'repeat') as SpendHistory,
    occasion: single === 'bgbb' ? 'month' : ((flags.occasion ?? 'day') as Occasion),
    timeUnit: single === 'bgbb' ? MONTHLY_OPPORTUNITY : UNITS[flags.timeUnit ?? 'week']!,
    seed: count(1, 1_000_000, '--seed', flags.seed ?? '1'),
    by: flags.by ?? null,
    grid: flags.grid === undefined ? null : 7,
    bootstrap: count(0, 10_000, '--bootstrap', flags.bootstrap ?? '0'),
    draws: count(100, 100_000, '--draws', flags.draws ?? '1000'),
    promote: flags.promote ?? true,
  };
}

/** Whether a model asks for the gaps between purchases: to read them costs as much as all the rest. */
export function tellsGaps({ models }: FitOptions): boolean {
  return models.includes('mbgcnbd');
}
