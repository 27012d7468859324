import { badSetting, conflictingSettings } from '../common/messages/config.js';
import type { PeriodSettings } from './settings.js';
import type { Level, RawSettings } from './settings-raw.js';

const STRENGTH: Readonly<Record<Level, number>> = { flag: 3, env: 2, config: 1, default: 0 };

/**
 * Which period: `--period`, or `--from` and `--to`. Both at one level contradict each other; a flag takes
 * the place of either form in the environment or the config.
 */
export function resolvePeriod({ values, levels, nameOf }: RawSettings): PeriodSettings {
  const { asOf, granularity, fiscalYearStart, by, attributesAsOf, metric } = values;
  let { period, from, to } = values;
  const named = period === null ? 0 : STRENGTH[levels.period];
  const spanned = Math.max(from === null ? 0 : STRENGTH[levels.from], to === null ? 0 : STRENGTH[levels.to]);
  if (named > 0 && named === spanned) {
    const other = from !== null && STRENGTH[levels.from] === spanned ? 'from' : 'to';
    throw conflictingSettings(nameOf('period'), nameOf(other), 'Give a period, or its first and last day.');
  }
  if (named > spanned) [from, to] = [null, null];
  if (spanned > named) period = null;
  if (from !== null && to !== null && to < from) {
    throw badSetting('bad_period', nameOf('to'), to, `is before ${nameOf('from')} ${from}`, 'Swap them.');
  }
  return { asOf, period, from, to, granularity, fiscalYearStart, by, attributesAsOf, metric };
}

/** What a report says of the day of its attributes: nothing where customers are what they are now. */
export function attributesShown({ attributesAsOf }: PeriodSettings): Record<string, string> {
  return attributesAsOf === 'now' ? {} : { attributes_as_of: attributesAsOf };
}
