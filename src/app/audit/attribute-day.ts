import { attributesOfDay } from '../../common/messages/audit.js';
import type { Note } from '../../common/result.js';
import type { Mart } from '../../mart/build.js';
import type { Settings } from '../settings.js';
import { type AuditOptions, fixedDay } from './options.js';

/** Says which day's attributes a report is split by, and whether the data know any other than today's. */
export async function attributeDayNotes(
  mart: Mart,
  { period }: Settings,
  { cohortBy }: AuditOptions,
): Promise<Note[]> {
  const names = [
    ...(period.by !== null && fixedDay(period.by, '--by') === null ? [period.by] : []),
    ...(cohortBy.kind === 'attribute' && cohortBy.name !== period.by ? [cohortBy.name] : []),
  ];
  if (period.attributesAsOf === 'now' || names.length === 0) return [];
  await mart.build(['customer_attribute_history']);
  const rows = await mart.rows(`select name, max(case when valid_from is null then 0 else 1 end) as dated
    from {{ ref('customer_attribute_history') }} group by name`);
  const ofFile = names.filter((name) => rows.some((row) => row.name === name));
  const isDated = (name: string) => rows.some((row) => row.name === name && Number(row.dated) === 1);
  return [true, false].flatMap((dated) => {
    const those = ofFile.filter((name) => isDated(name) === dated);
    return those.length === 0 ? [] : [attributesOfDay(those, period.attributesAsOf, dated)];
  });
}
