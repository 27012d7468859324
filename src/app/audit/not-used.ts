import { optionsNotUsed } from '../../common/messages/audit.js';
import type { Note } from '../../common/result.js';
import type { Settings } from '../settings.js';
import type { LensName } from './lens-names.js';
import type { AuditOptions } from './options.js';

/** What was asked for and changes nothing in this lens, and what would. */
export function notUsed(
  lens: LensName,
  { period }: Pick<Settings, 'period'>,
  { cohortBy }: Pick<AuditOptions, 'cohortBy'>,
): Note[] {
  const span = [
    ...(period.period === null ? [] : ['--period']),
    ...(period.from === null ? [] : ['--from']),
    ...(period.to === null ? [] : ['--to']),
  ];
  const by = period.by === null ? [] : ['--by'];
  const found: [names: readonly string[], instead: string][] = [];
  if (lens === 'lens3')
    found.push([span, 'the lens follows one cohort, which --cohort chooses, up to --as-of.']);
  if (lens === 'lens4' || lens === 'lens5') {
    found.push([span, 'the lens shows every period up to --as-of.']);
    if (cohortBy.kind !== 'acquisition') found.push([by, 'the lens is split by --cohort-by.']);
  }
  if (lens === 'rfm') {
    found.push([by, 'RFM looks at all customers together; audit lens1 has --by.']);
    if (period.metric === 'profit') found.push([['--metric'], 'money is net spend in RFM.']);
    if (span.length === 0 && period.granularity !== null)
      found.push([['--granularity'], 'scores are of one day; --period last chooses the last period.']);
  }
  return found
    .filter(([names]) => names.length > 0)
    .map(([names, instead]) => optionsNotUsed(names, instead));
}
