import type { Note } from '../common/result.js';
import type { Fit } from '../models/fit/fit-record.js';
import type { GateRecord } from './model-record.js';

interface OtherRecord {
  readonly schemaVersion: number;
  readonly tool: 'clv';
  readonly version: string;
  readonly status: 'usable' | 'rejected';
  /** Customers that it was fitted to. */
  readonly customers: number;
  readonly reasons: readonly Note[];
}

/** sBG fitted to one cohort of contracts: no single customers, so no scores. */
export interface ContractRecord extends OtherRecord {
  readonly kind: 'contract';
  readonly frequency: Fit;
  /** Customers after 0, 1, 2, … renewals. */
  readonly survivors: readonly number[];
}

/** How the value to date of acquisition cohorts grows with age. */
export interface FactorRecord extends OtherRecord {
  readonly kind: 'cohort_factors';
  readonly frequency: { readonly model: 'cohort-factor' };
  readonly asOf: string;
  readonly firstOrderDate: string;
  readonly currency: string | null;
  readonly timeZone: string;
  /** LINKS[a]: value to date at age a + 1 over that at age a, in complete months after that of the first purchase. */
  readonly links: readonly { readonly link: number; readonly cohorts: number; readonly customers: number }[];
  /** Beyond the last of them the link at age a is 1 + tail/(a + 1). */
  readonly tail: number;
  /** The same from data up to `months` before the end, against what came; null when the history is too short. */
  readonly backtest: {
    readonly months: number;
    readonly customers: number;
    /** Money, decimal strings would claim too much. */
    readonly actual: number;
    readonly predicted: number;
    /** As much as in the months before. */
    readonly sameAsBefore: number;
  } | null;
  /** What it had to show to be put into use; absent in records of earlier versions. */
  readonly gates?: readonly GateRecord[];
}

export type AnyOtherRecord = ContractRecord | FactorRecord;
