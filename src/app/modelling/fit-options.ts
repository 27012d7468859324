import { badModel } from '../../common/messages/fit.js';
import type { FitMethod, TimeUnit } from '../../models/fit/fit-record.js';
import type { Occasion, SpendHistory } from '../../registry/model-record.js';
import { parseDate } from '../config/parse-date.js';
import { parseCount } from '../config/parse-number.js';

/** Flags of `clv fit`, as commander gives them. */
export interface FitFlags {
  readonly calibrationEnd?: string;
  readonly model?: string;
  readonly method?: string;
  readonly spendHistory?: string;
  readonly occasion?: string;
  readonly timeUnit?: string;
  readonly seed?: string;
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
}

export type FrequencyName = 'nbd' | 'bgnbd' | 'mbgnbd' | 'paretonbd';

const AUTO: readonly FrequencyName[] = ['bgnbd', 'mbgnbd', 'paretonbd'];
const NAMES: readonly FrequencyName[] = ['nbd', ...AUTO];
const UNITS: Readonly<Record<string, TimeUnit>> = {
  day: { name: 'day', days: 1 },
  week: { name: 'week', days: 7 },
};

export function fitOptions(flags: FitFlags): FitOptions {
  const asked = flags.model ?? 'auto';
  const single = NAMES.find((name) => name === asked);
  if (asked !== 'auto' && single === undefined) throw badModel(asked, ['auto', ...NAMES]);
  return {
    calibrationEnd:
      flags.calibrationEnd === undefined
        ? null
        : parseDate(flags.calibrationEnd, { name: '--calibration-end', base: '.' }),
    models: single === undefined ? AUTO : [single],
    asked,
    method: (flags.method ?? 'ml') as FitMethod,
    spendHistory: (flags.spendHistory ?? 'repeat') as SpendHistory,
    occasion: (flags.occasion ?? 'day') as Occasion,
    timeUnit: UNITS[flags.timeUnit ?? 'week']!,
    seed: parseCount(1, 1_000_000)(flags.seed ?? '1', { name: '--seed', base: '.' }),
  };
}
