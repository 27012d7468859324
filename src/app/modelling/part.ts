import type { Figure, Table } from '../../common/result.js';

/** Tables of a report and the pictures of them. */
export interface Part {
  readonly tables: readonly Table[];
  readonly figures: readonly Figure[];
}
