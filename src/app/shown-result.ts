import type { Result } from '../common/result.js';
import { suppressSmallCells } from '../privacy/suppress.js';
import type { Settings } from './settings.js';

/** What was made of a result: printed and drawn, it is hidden from once. */
const safe = new WeakMap<Result, { readonly min: number; readonly result: Result }>();

/** A result as it may be shown: without small groups where `--min-cell` says so. */
export function shownResult(result: Result, { privacy: { minCell } }: Settings): Result {
  if (minCell === null) return result;
  const known = safe.get(result);
  if (known?.min === minCell) return known.result;
  const shown = suppressSmallCells(result, minCell);
  safe.set(result, { min: minCell, result: shown });
  return shown;
}
