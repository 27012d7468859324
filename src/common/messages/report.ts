import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';

/** `--table` names a table that the result does not hold. */
export function noSuchTable(id: string, tables: readonly string[]): ClvError {
  const known = tables.length === 0 ? 'This result has no tables.' : `It has: ${tables.join(', ')}.`;
  return new ClvError(
    'REPORT_NO_SUCH_TABLE',
    ExitCode.usage,
    `--table: no table "${id}" in this result. ${known}`,
  );
}

/** CSV holds one table; the others need a folder or their name. */
export function csvShowsOneTable(id: string, others: readonly string[]): Note {
  return {
    code: 'REPORT_CSV_ONE_TABLE',
    text: `CSV holds one table: this is "${id}". For the others use --table ID (${others.join(', ')}), or --out DIR for all of them.`,
  };
}

export function csvHasNoTable(): Note {
  return {
    code: 'REPORT_CSV_NO_TABLE',
    text: 'This result has no table, so the CSV is empty. Use --format json to see it whole.',
  };
}

/** A chart that names a table or column which the result does not hold: a defect of the lens that made it. */
export function brokenFigure(figure: string, missing: string): Error {
  return new Error(`figure "${figure}" draws ${missing}, which the result does not hold`);
}
