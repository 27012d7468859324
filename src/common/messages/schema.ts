import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';

/** A batch that looks unlike those before it is kept out whole. */
export function schemaDrifted(files: readonly string[], changes: readonly string[], diff: string): ClvError {
  return new ClvError(
    'schema_drift',
    ExitCode.dataRefused,
    `${files.join(', ')}: not loaded, for the data look unlike those before: ${changes.join('; ')}. The whole batch is kept out, and reports refuse the workspace until it is in (${diff} has the details). Load a mended file, or say that the change is meant: clv load --accept-schema.`,
  );
}

/** Said by everything that reads the workspace while a batch is kept out. */
export function workspaceStale(
  workspace: string,
  files: readonly string[],
  changes: readonly string[],
): ClvError {
  return new ClvError(
    'workspace_stale',
    ExitCode.dataRefused,
    `workspace ${workspace} is not up to date: ${files.join(', ')} ${files.length === 1 ? 'was' : 'were'} kept out (${changes.join('; ')}). Load a mended file, or say that the change is meant: clv load --accept-schema ${files.join(' ')}.`,
  );
}

/** A load that went well settles a batch that was kept out, whether its files came again or not. */
export function stillKeptOut(files: readonly string[]): Note {
  return {
    code: 'batch_kept_out',
    text: `${files.join(', ')} ${files.length === 1 ? 'was' : 'were'} kept out before and ${files.length === 1 ? 'is' : 'are'} not among these files: reports go on without ${files.length === 1 ? 'it' : 'them'}. Load a mended file if nothing here takes ${files.length === 1 ? 'its' : 'their'} place.`,
  };
}

export function newColumns(role: string, columns: readonly string[]): Note {
  return {
    code: 'new_columns',
    text: `New in the ${role}: ${columns.join(', ')}. Rows of earlier loads have nothing there.`,
  };
}

export function schemaAccepted(changes: readonly string[]): Note {
  return { code: 'schema_accepted', text: `Changes accepted: ${changes.join('; ')}.` };
}
