import { join } from 'node:path';
import { conflictingSettings } from '../common/messages/config.js';
import { customerNames, normalName } from '../ingest/roles.js';
import type { ModellingSettings } from './settings.js';
import type { RawSettings } from './settings-raw.js';

/** What fits and scores go by beside their own options. Throws when segment terms have no attribute. */
export function resolveModelling({ values, nameOf }: RawSettings): ModellingSettings {
  const { segmentBy, segmentMargins, segmentRates, coldStart, returnCost, priors, customerColumn } = values;
  for (const name of ['segmentMargins', 'segmentRates'] as const) {
    if (segmentBy === null && Object.keys(values[name]).length > 0)
      throw conflictingSettings(
        nameOf(name),
        'no attribute to tell segments by',
        'Name it with --segment-by.',
      );
  }
  return { segmentBy, segmentMargins, segmentRates, coldStart, returnCost, priors, customerColumn };
}

/** Another column of the files may stand for the customer: a marketplace's sellers. */
export function columnsOf({
  columns,
  customerColumn,
}: RawSettings['values']): Readonly<Record<string, string>> {
  return customerColumn === null ? columns : { ...columns, customer_id: customerColumn };
}

/** Names of the columns that hold the customers of the side that is not meant. */
export function otherSideOf({ columns, customerColumn }: RawSettings['values']): readonly string[] {
  if (customerColumn === null) return [];
  const names = [...(columns.customer_id === undefined ? [] : [columns.customer_id]), ...customerNames];
  return names.filter((name) => normalName(name) !== normalName(customerColumn));
}

/** The other side of a marketplace has a workspace of its own inside the workspace. */
export function sideOf(workspace: string, customerColumn: string | null): string {
  return customerColumn === null
    ? workspace
    : join(workspace, 'sides', customerColumn.replaceAll(/[^\p{L}\p{N}_-]/gu, '_'));
}
