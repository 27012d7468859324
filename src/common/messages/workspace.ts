import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';

/** Who works on a workspace, as far as its lock tells. */
export interface HolderText {
  readonly command: string;
  readonly pid: number;
  /** Set when it runs on another machine or in another container. */
  readonly host: string | null;
  /** `2024-05-01 10:00:00 UTC`. */
  readonly since: string;
}

export function workspaceBusy(path: string, holder: HolderText | null, waited: string | null): ClvError {
  const who =
    holder === null
      ? 'another process has it open'
      : `${holder.command} (process ${holder.pid}${holder.host === null ? '' : ` on ${holder.host}`}) has worked on it since ${holder.since}`;
  const next =
    waited === null
      ? 'Run again later, or wait for it with --wait 10m.'
      : `Waited ${waited}. Run again later, or wait longer.`;
  return new ClvError('workspace_busy', ExitCode.busy, `workspace ${path} is busy: ${who}. ${next}`);
}

/** Text of the progress line while another run is waited for. */
export function waitingFor(path: string, holder: HolderText | null): string {
  return holder === null
    ? `waiting for the warehouse of ${path}`
    : `waiting for ${holder.command} (process ${holder.pid}) to leave ${path}`;
}

export function noWorkspace(path: string): ClvError {
  return new ClvError(
    'no_workspace',
    ExitCode.usage,
    `there is no workspace at ${path}. Name the files to read, or load them first: clv load orders.csv.`,
  );
}

export function emptyWorkspace(path: string): ClvError {
  return new ClvError(
    'empty_workspace',
    ExitCode.usage,
    `workspace ${path} holds no data yet. Load orders first: clv load orders.csv.`,
  );
}

export function notAWorkspace(path: string): ClvError {
  return new ClvError(
    'not_a_workspace',
    ExitCode.usage,
    `${path} holds other files and is no clv workspace. Name a new or an empty folder with --workspace.`,
  );
}

export function workspaceIsFile(path: string): ClvError {
  return new ClvError(
    'not_a_workspace',
    ExitCode.usage,
    `${path} is a file, but a workspace is a folder. Name a folder with --workspace.`,
  );
}

export function workspaceTooNew(path: string, schema: number, known: number): ClvError {
  return new ClvError(
    'workspace_too_new',
    ExitCode.usage,
    `workspace ${path} has schema ${schema}, and this clv knows schemas up to ${known}. ` +
      'Update clv, or name another workspace.',
  );
}

export function workspaceDamaged(path: string, file: string): ClvError {
  return new ClvError(
    'workspace_damaged',
    ExitCode.failed,
    `workspace ${path} is damaged: ${file} can't be understood. ` +
      'Restore it from a backup, or load the files again into a new workspace.',
  );
}

/** Of the files that a fit has put aside; `file` is a path in the workspace. */
export function landedDamaged(path: string, file: string): ClvError {
  return new ClvError(
    'workspace_damaged',
    ExitCode.failed,
    `workspace ${path} is damaged: ${file} is missing, or not what was put there. The files of a fit wait in landed to be ` +
      `loaded: remove that folder and load them again (clv load orders.csv), the models stay; or restore a backup.`,
  );
}

export function warehouseUnreadable(path: string, why: string): ClvError {
  return new ClvError(
    'warehouse_unreadable',
    ExitCode.failed,
    `${path} can't be opened: ${why}. ` +
      'Restore it from a backup, or move it away and load the files again.',
  );
}

export function workspaceFileFailed(path: string, why: string): ClvError {
  return new ClvError(
    'workspace_not_writable',
    ExitCode.failed,
    `${path} can't be written: ${why}. Mend that, or name another folder with --workspace.`,
  );
}

export function temporaryFolderFailed(path: string, why: string): ClvError {
  return new ClvError(
    'no_temporary_folder',
    ExitCode.failed,
    `no temporary folder can be made in ${path}: ${why}. ` +
      'Mend that, or name another folder with CLV_TEMP_DIRECTORY.',
  );
}

/** Text of the progress line while the tables of an earlier version are changed. */
export function upgrading(from: number, to: number): string {
  return `upgrading the warehouse from schema ${from} to ${to}`;
}

export const otherSide = (name: string, path: string): Note => ({
  code: 'other_side',
  text: `${name} is another side, with customers and models of its own in ${path}. This command leaves it alone: name it with --workspace.`,
});

/** After an upgrade, where the relations could not be stored anew. */
export function relationsOld(isBusy: boolean): Note {
  const why = isBusy ? 'another run had the workspace' : 'the workspace could not be written';
  return {
    code: 'relations_old',
    text: `Orders and customers are stored by the rules of another version of clv, and ${why}: this report has formed them for itself, which takes time. The next report that may write, or the next clv load of new files, stores them anew.`,
  };
}

/** Text of the progress line while the lines of files are loaded that a fit has put aside. */
export function readingLanded(names: readonly string[]): string {
  return `taking the lines of ${names.join(', ')} into the workspace`;
}
