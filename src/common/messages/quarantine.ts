import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';
import { counted } from './counted.js';

/** Mended rows are told apart by their file and row, which other forms of input don't keep. */
export function mendedNotFile(): ClvError {
  return new ClvError(
    'mended_not_csv',
    ExitCode.usage,
    'mended rows are read from the CSV that clv wrote for them. Name that file (clv load .clv/quarantine/orders-0a1b2c3d.csv), neither standard input nor another format.',
  );
}

export function mendedWithOthers(mended: string, other: string): ClvError {
  return new ClvError(
    'mended_with_others',
    ExitCode.usage,
    `${mended} holds mended rows and ${other} does not: the one completes orders, the other replaces them. Load them one after the other.`,
  );
}

export function alreadySettled(rows: number): Note {
  return {
    code: 'already_settled',
    text: `${counted(rows, 'row')} of the file ${rows === 1 ? 'was' : 'were'} mended before, or came again in a later load, and ${rows === 1 ? 'was' : 'were'} left out.`,
  };
}

export function notInQuarantine(rows: number): Note {
  return {
    code: 'not_in_quarantine',
    text: `${counted(rows, 'row')} of the file ${rows === 1 ? 'stands' : 'stand'} for no refused row of this workspace and ${rows === 1 ? 'was' : 'were'} left out. Only refused rows are mended this way; load new rows from a file of their own.`,
  };
}

export function stillRefused(rows: number): Note {
  return {
    code: 'still_refused',
    text: `${counted(rows, 'row')} ${rows === 1 ? 'is' : 'are'} still refused and ${rows === 1 ? 'stays' : 'stay'} in the quarantine: clv quarantine list says why.`,
  };
}

export function cameAgain(rows: number): Note {
  return {
    code: 'replaced_by_later_load',
    text: `${counted(rows, 'mended row')} belong${rows === 1 ? 's' : ''} to orders that a later load has brought again whole, and ${rows === 1 ? 'was' : 'were'} left out: the later load wins.`,
  };
}

export function nothingQuarantined(workspace: string): Note {
  return { code: 'quarantine_empty', text: `No refused row of ${workspace} waits to be mended.` };
}

export function nothingToRetry(folder: string): ClvError {
  return new ClvError(
    'nothing_to_retry',
    ExitCode.usage,
    `${folder} holds no quarantine file. Write one with clv quarantine export, mend it, and retry.`,
  );
}

export function rowsHidden(rows: number, folder: string): Note {
  return {
    code: 'refused_rows_hidden',
    text: `${counted(rows, 'refused row')} of customers who may not be shown ${rows === 1 ? 'is' : 'are'} not among them: ${folder} has ${rows === 1 ? 'it' : 'them'}.`,
  };
}

export function valuesHidden(): Note {
  return { code: 'refused_values_hidden', text: 'Values of customers who may not be shown are left out.' };
}
