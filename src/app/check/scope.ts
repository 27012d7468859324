import type { Base } from '../base.js';
import type { Settings } from '../settings.js';

/** What every part of the check reads. */
export interface CheckScope {
  readonly base: Base;
  readonly settings: Settings;
  readonly currency: string | null;
  readonly digits: number;
}
