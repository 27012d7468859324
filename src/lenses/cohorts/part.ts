import type { Figure, Identity, Note, Table } from '../../common/result.js';
import type { LensReport } from '../report.js';

/** One part of a lens: its tables, what must hold in them, its pictures and sentences. */
export interface Part {
  readonly tables: readonly Table[];
  readonly identities?: readonly Identity[];
  readonly notes?: readonly Note[];
  readonly warnings?: readonly Note[];
  readonly figures?: readonly Figure[];
  readonly answers?: LensReport['answers'];
}

/** The parts as one report. */
export function joinParts(parts: readonly Part[]): LensReport {
  return {
    tables: parts.flatMap(({ tables }) => tables),
    figures: parts.flatMap(({ figures }) => figures ?? []),
    identities: parts.flatMap(({ identities }) => identities ?? []),
    notes: parts.flatMap(({ notes }) => notes ?? []),
    warnings: parts.flatMap(({ warnings }) => warnings ?? []),
    answers: parts.flatMap(({ answers }) => answers ?? []),
  };
}

export const nothing: Part = { tables: [] };
