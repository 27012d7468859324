import type { ClvError } from '../../common/errors.js';
import type { Result } from '../../common/result.js';

/** In the order in which they are done. */
export const STEPS = ['load', 'check', 'fit', 'score'] as const;

export type StepName = (typeof STEPS)[number];

/** What became of a step. */
export interface StepOutcome {
  readonly step: StepName;
  readonly state: 'done' | 'skipped' | 'failed' | 'not reached' | 'would run' | 'would be skipped';
  readonly exit: number | null;
  readonly seconds: number | null;
  readonly why: string | null;
  /** Null when it was skipped or broke off. */
  readonly result: Result | null;
  readonly failure: ClvError | null;
}
