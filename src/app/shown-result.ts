import type { Result } from '../common/result.js';
import { suppressSmallCells } from '../privacy/suppress.js';
import type { Settings } from './settings.js';

/** A result as it may be shown: without small groups where `--min-cell` says so. */
export function shownResult(result: Result, { privacy }: Settings): Result {
  return privacy.minCell === null ? result : suppressSmallCells(result, privacy.minCell);
}
