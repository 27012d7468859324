import type { Figure, Identity, Note, Table } from '../common/result.js';
import type { Mart } from '../mart/build.js';
import type { Period } from './period.js';

/** What a lens reads besides the mart. */
export interface LensContext {
  readonly mart: Mart;
  readonly period: Period;
  /** Null = decided by how much of the spend has a known profit. */
  readonly metric: 'profit' | 'spend' | null;
  readonly by: string | null;
  readonly currency: string | null;
  /** Digits of the currency's minor unit. */
  readonly digits: number;
  readonly asOf: string;
}

/** What a lens gives to the report. */
export interface LensReport {
  readonly tables: readonly Table[];
  readonly figures: readonly Figure[];
  readonly identities: readonly Identity[];
  readonly notes: readonly Note[];
  readonly warnings: readonly Note[];
  readonly answers: readonly { readonly question: string; readonly answer: string }[];
}

/** Reports as one, in order. */
export function joinReports(reports: readonly LensReport[]): LensReport {
  return {
    tables: reports.flatMap(({ tables }) => tables),
    figures: reports.flatMap(({ figures }) => figures),
    identities: reports.flatMap(({ identities }) => identities),
    notes: reports.flatMap(({ notes }) => notes),
    warnings: reports.flatMap(({ warnings }) => warnings),
    answers: reports.flatMap(({ answers }) => answers),
  };
}
