import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';
import { counted } from './counted.js';

const WHOLE = 'load it without --since-watermark: its orders take the place of those that are there';

/** The bytes that were read before are others now. */
export function prefixChanged(file: string, bytes: number): ClvError {
  return new ClvError(
    'watermark_prefix_changed',
    ExitCode.dataRefused,
    `${file}: its first ${bytes.toLocaleString('en-US')} bytes are not those that were loaded before, so it has not just been added to. Nothing was loaded. If the new content is meant, ${WHOLE}.`,
  );
}

export function fileShrank(file: string, bytes: number, before: number): ClvError {
  return new ClvError(
    'watermark_file_shrank',
    ExitCode.dataRefused,
    `${file}: ${bytes.toLocaleString('en-US')} bytes, and ${before.toLocaleString('en-US')} were loaded before, so it has not just been added to. Nothing was loaded. If it was started anew, ${WHOLE}.`,
  );
}

export function notAppendable(file: string, why: string): ClvError {
  return new ClvError(
    'watermark_not_text',
    ExitCode.usage,
    `--since-watermark: ${file} is ${why}. Files that are added to must be CSV or NDJSON in UTF-8; leave the flag out for others.`,
  );
}

export function nothingAppended(files: readonly string[]): Note {
  return {
    code: 'nothing_appended',
    text: `Nothing was added since the last load: ${files.join(', ')}.`,
  };
}

/** A file that is new, and has nothing to read yet. */
export function nothingYet(files: readonly string[]): Note {
  return { code: 'nothing_yet', text: `No whole row to read yet: ${files.join(', ')}.` };
}

export function readSince(file: string, from: number, to: number): Note {
  return {
    code: 'read_since_watermark',
    text: `${file}: read from byte ${(from + 1).toLocaleString('en-US')} on, ${counted(to - from, 'new byte')}. Rows are numbered from the first new one.`,
  };
}

export function unfinishedLine(file: string, bytes: number): Note {
  return {
    code: 'unfinished_line',
    text: `${file}: the last line has no end yet (${counted(bytes, 'byte')}); it is read when it has one.`,
  };
}
