import type { Identity, Note, Table } from '../../common/result.js';
import type { Aggregate } from '../aggregate.js';
import type { CalendarRow } from '../calendar-rows.js';
import type { LensContext } from '../report.js';
import type { Cohort } from './cohort.js';

/** One calendar period of the cohort's life, silent ones too. */
export interface Age {
  /** Calendar periods since the one in which the cohort begins. */
  readonly age: number;
  readonly period: CalendarRow;
  readonly label: string;
  /** Members acquired by the end of the period. */
  readonly members: number;
  /** Members with an order in the period. */
  readonly active: Aggregate;
  /** Members with nothing but returns in it. */
  readonly returnsOnly: Aggregate;
  /** Of the active, those with an order in the next period too; null where there is no next one. */
  readonly activeNext: number | null;
  /** Members whose first order is in the period. */
  readonly newBuyers: number;
  /** Growth in the period of the sum over buyers of the day of their last order, in days since 1970-01-01. */
  readonly lastOrderDays: number;
}

export interface Life {
  readonly ages: readonly Age[];
  /** Members and their sums over all of the observation, taken straight from orders and returns. */
  readonly total: Aggregate;
  /** Orders and returns in periods before the cohort begins: a customers file may say so. */
  readonly before: Aggregate;
  /** Members with an order. */
  readonly buyers: number;
  readonly fromFile: number;
}

export interface Lens3Scope extends Omit<LensContext, 'period'> {
  readonly cohort: Cohort;
  readonly life: Life;
  readonly metric: 'profit' | 'spend';
}

/** One part of the lens: its tables and what must hold in them. */
export interface Lens3Part {
  readonly tables: readonly Table[];
  readonly identities: readonly Identity[];
  readonly notes?: readonly Note[];
}
