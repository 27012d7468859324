import { ClvError, ExitCode } from '../errors.js';

export function timedOut(limit: string): ClvError {
  return new ClvError(
    'timeout',
    ExitCode.failed,
    `stopped after ${limit}, the limit of --timeout. Nothing is half done. Give it more time, or less to do.`,
  );
}

export function interrupted(): ClvError {
  return new ClvError('interrupted', ExitCode.interrupted, 'stopped on request. Nothing is half done.');
}

export function diskFull(path: string | null): ClvError {
  return new ClvError(
    'disk_full',
    ExitCode.failed,
    `the disk is full${path === null ? '' : `: ${path} could not be written`}. ` +
      'Nothing is half done. Free some space, or point --out, --workspace or CLV_TEMP_DIRECTORY to another disk.',
  );
}

export function outOfMemory(limit: string | null): ClvError {
  return new ClvError(
    'out_of_memory',
    ExitCode.failed,
    `the work does not fit into ${limit === null ? 'the memory limit' : limit}. ` +
      'Raise --memory-limit, or lower --threads.',
  );
}

export function fileFailed(path: string, why: string): ClvError {
  return new ClvError('file_failed', ExitCode.failed, `${path}: ${why}. Check the path and its permissions.`);
}

/** A defect of the program: the user gets a sentence, the stack only on request. */
export function defect(reason: string): ClvError {
  return new ClvError(
    'internal',
    ExitCode.failed,
    `something went wrong inside clv: ${reason.split('\n')[0]}. Run it again with --verbose to see where.`,
  );
}

/** Said on standard error after `--out`. */
export function writtenTo(path: string, files: number): string {
  return files === 1 ? `Wrote ${path}.` : `Wrote ${files} files to ${path}.`;
}

/** `--charts-format` says how, `--charts` whether and where. */
export function chartsFormatAlone(): ClvError {
  return new ClvError(
    'charts_format_alone',
    ExitCode.usage,
    '--charts-format: no charts are written without --charts. Name a folder with --charts DIR.',
  );
}
