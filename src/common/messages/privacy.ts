import { ClvError, ExitCode } from '../errors.js';
import type { Note } from '../result.js';
import { counted } from './counted.js';

export function keyUnreadable(path: string, why: string): ClvError {
  return new ClvError(
    'key_unreadable',
    ExitCode.usage,
    `the key ${path} can't be read: ${why}. Name the file with --pseudonym-key or CLV_PSEUDONYM_KEY.`,
  );
}

export function keyTooShort(path: string): ClvError {
  return new ClvError(
    'key_too_short',
    ExitCode.usage,
    `the key ${path} has fewer than 16 characters, so that ids could be guessed. Use one of 32 random characters or more: clv privacy pseudonymise makes one where there is none.`,
  );
}

export function keyInWorkspace(path: string): ClvError {
  return new ClvError(
    'key_in_workspace',
    ExitCode.usage,
    `the key ${path} is in the workspace: whoever has the pseudonyms would have the key to them. Keep it in another folder.`,
  );
}

export function keyMissing(workspace: string): ClvError {
  return new ClvError(
    'key_missing',
    ExitCode.usage,
    `workspace ${workspace} holds pseudonyms. Name the key that made them with --pseudonym-key FILE or CLV_PSEUDONYM_KEY.`,
  );
}

export function keyOther(workspace: string, path: string): ClvError {
  return new ClvError(
    'key_other',
    ExitCode.usage,
    `the key ${path} is another than the one that made the pseudonyms of ${workspace}: the same customer would get two. Name that one.`,
  );
}

export function idsNotPseudonyms(workspace: string): ClvError {
  return new ClvError(
    'ids_not_pseudonyms',
    ExitCode.usage,
    `workspace ${workspace} holds ids as they are, and a key is named. Turn them into pseudonyms first: clv privacy pseudonymise --pseudonym-key FILE.`,
  );
}

export function noIds(): ClvError {
  return new ClvError(
    'no_ids',
    ExitCode.usage,
    'clv privacy forget: no customer is named. Write the ids (clv privacy forget C0000001), or name a file with one a line (--file ids.txt).',
  );
}

export function moreThanIds(file: string, line: number): ClvError {
  return new ClvError(
    'more_than_ids',
    ExitCode.usage,
    `${file} line ${line} holds more than an id. Write one id a line, in quotes where it has a comma, semicolon or tab in it. Nobody was forgotten.`,
  );
}

export function noTombstoneKey(folder: string): ClvError {
  return new ClvError(
    'no_tombstone_key',
    ExitCode.usage,
    `${folder} has a list of forgotten customers (tombstones.txt) without the key of its hashes (tombstone.key), so nobody can tell who they are. Copy the key there, or name the customers: clv privacy forget --file ids.txt.`,
  );
}

export function keyOfOtherWorkspace(folder: string, workspace: string): ClvError {
  return new ClvError(
    'key_of_other_workspace',
    ExitCode.usage,
    `the customers forgotten in ${folder} are hashed by another key than those of ${workspace}: the two are no copies of one workspace. Name the customers instead: clv privacy forget --file ids.txt.`,
  );
}

export function noTombstoneList(folder: string): ClvError {
  return new ClvError(
    'no_tombstone_list',
    ExitCode.usage,
    `${folder} is no clv workspace and has no list of forgotten customers (tombstones.txt). Name the folder of the workspace that was replaced.`,
  );
}

export function noListThere(folder: string): Note {
  return {
    code: 'forgotten_there',
    text: `${folder} has no list of forgotten customers (tombstones.txt): nobody was forgotten there, or an earlier version of clv did it. In that case name them: clv privacy forget --file ids.txt.`,
  };
}

/** @param fresh of those forgotten in that copy, how many were not forgotten here */
export function forgottenThere(folder: string, fresh: number, back: number): Note {
  const gone =
    back === 0
      ? 'none was back'
      : `${back} ${back === 1 ? 'was back, and is' : 'were back, and are'} gone again`;
  return {
    code: 'forgotten_there',
    text:
      fresh + back === 0
        ? `Everybody who was forgotten in ${folder} is forgotten here: nothing to do.`
        : `Of the customers forgotten in ${folder}, ${fresh} ${fresh === 1 ? 'was' : 'were'} not forgotten here; ${gone}.`,
  };
}

export function noKeyNamed(): ClvError {
  return new ClvError(
    'no_key',
    ExitCode.usage,
    'clv privacy pseudonymise: no key is named. Say where it is, or where to make it: --pseudonym-key FILE, outside of the workspace.',
  );
}

export function noLimit(): ClvError {
  return new ClvError(
    'no_limit',
    ExitCode.usage,
    'clv privacy retention: say how long rows are kept, such as --older-than 36m.',
  );
}

export function nothingBefore(): ClvError {
  return new ClvError(
    'no_orders',
    ExitCode.usage,
    'the workspace holds no orders, so that there is no last day to count months back from. Say --as-of.',
  );
}

/** @param refused how many of the rows were refused as well, and are not kept either */
export function forgottenIgnored(rows: number, refused: number): Note {
  const among = refused === 0 ? '' : `, ${counted(refused, 'refused one')} among them`;
  return {
    code: 'forgotten',
    text: `${counted(rows, 'row')} of customers who were forgotten ${rows === 1 ? 'was' : 'were'} left out${among}.`,
  };
}

export function retentionIgnored(rows: number, before: string): Note {
  return {
    code: 'retention',
    text: `${counted(rows, 'row')} from before ${before} ${rows === 1 ? 'was' : 'were'} left out: older rows are not kept (clv privacy retention).`,
  };
}

export function keyMade(path: string): Note {
  return {
    code: 'key_made',
    text: `A new key is in ${path}. Keep a copy in a safe place: without it no further file can be loaded into this workspace.`,
  };
}

export function notFound(ids: number): Note {
  return {
    code: 'not_found',
    text: `${counted(ids, 'id')} ${ids === 1 ? 'is' : 'are'} in no row. ${ids === 1 ? 'It is' : 'They are'} remembered as hashes all the same, so that no later load brings ${ids === 1 ? 'it' : 'them'} in.`,
  };
}

export function fitAgain(): Note {
  return {
    code: 'fit_again',
    text: 'Models hold counts of histories, no ids. The next clv fit learns without the rows that are gone.',
  };
}

export function filesErased(changed: number, removed: number): Note {
  return {
    code: 'files_erased',
    text: `Of the other files of the workspace, ${counted(changed, 'file')} lost rows and ${counted(removed, 'file')} ${removed === 1 ? 'was' : 'were'} removed (backups, and what rows can't be taken out of).`,
  };
}

export function rowFilesRemoved(files: number): Note {
  return {
    code: 'row_files_removed',
    text: `${counted(files, 'file')} of the workspace with rows of customers ${files === 1 ? 'was' : 'were'} removed: backups, scores, refused rows. Those that wait to be mended are written anew by clv quarantine export.`,
  };
}

export function outsideStays(): Note {
  return {
    code: 'outside_stays',
    text: 'Files outside of the workspace (exports, score files, reports, backups of your own) are not touched.',
  };
}

/** Reports with `--min-cell`. */
export function cellsHidden(min: number, rows: number): Note {
  return {
    code: 'small_cells',
    text: `Groups of fewer than ${min} customers are not shown, nor as many others as would give them away: ${counted(rows, 'row')}. Answers in words and charts are left out.`,
  };
}
