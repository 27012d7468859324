import type { Lack, RelationColumn } from '../relation.js';

/** One column of a relation: name, type, meaning and (where the type does not say it) unit. */
export function column(name: string, type: string, doc: string, unit?: string): RelationColumn {
  return unit === undefined ? { name, type, doc } : { name, type, doc, unit };
}

/** Sums of money: exact, four decimals. */
export const SUM = 'DECIMAL(38,4)';
/** Money of one line. */
export const LINE = 'DECIMAL(18,4)';

/**
 * A column that is the same in every row of data that lack something, or the same as another column: its aggregate is then
 * not computed.
 */
export function unless(without: Lack, value: '0' | 'null' | 'spend', made: RelationColumn): RelationColumn {
  return { ...made, known: [...(made.known ?? []), { without, value }] };
}
