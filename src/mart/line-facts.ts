import { literal } from '../store/sql.js';
import type { Lack } from './relation.js';

/** What all lines of a store have in common: relations are built from it with less work, and come out the same. */
export interface LineFacts {
  readonly lacks: readonly Lack[];
  /** Every text of attributes, the smallest first; null where they are many. */
  readonly attributes: readonly string[] | null;
}

/**
 * A relation's text where the few texts of attributes are compared by their places: to find the smallest of each order
 * among strings costs as much as all its sums.
 */
export function byPlaces(text: string, attributes: readonly string[]): string {
  const places = `enum(${attributes.map(literal).join(', ')})`;
  return text.replaceAll(
    'min(attributes) as attributes',
    `cast(min(cast(attributes as ${places})) as varchar) as attributes`,
  );
}
