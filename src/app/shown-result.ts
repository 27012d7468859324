import { setImmediate } from 'node:timers/promises';
import type { Progress } from '../common/progress.js';
import type { Result } from '../common/result.js';
import { suppressing } from '../privacy/suppress.js';
import type { Settings } from './settings.js';

/** What was made of a result: printed and drawn, it is hidden from once. */
const safe = new WeakMap<Result, { readonly min: number; readonly result: Result }>();

/** A result as it may be shown: without small groups where `--min-cell` says so. */
export async function shownResult(
  result: Result,
  { privacy: { minCell } }: Settings,
  progress: Progress,
): Promise<Result> {
  if (minCell === null) return result;
  const known = safe.get(result);
  if (known?.min === minCell) return known.result;
  const shown = await suppressed(result, minCell, progress);
  safe.set(result, { min: minCell, result: shown });
  return shown;
}

async function suppressed(result: Result, min: number, progress: Progress): Promise<Result> {
  const rounds = suppressing(result, min);
  for (let round = 1; ; round++) {
    progress.stage(`hiding small groups, round ${round}`);
    // Between rounds the progress is drawn.
    await setImmediate();
    const { done, value } = rounds.next();
    if (done === true) return value;
  }
}
