import { ClvError, ExitCode } from '../common/errors.js';
import { fileFailure } from '../common/file-access.js';
import { defect, diskFull, fileFailed, outOfMemory } from '../common/messages/cli.js';
import { plainText } from '../report/plain-text.js';
import { OutputClosed } from './output.js';

/** Any error as one for the user. */
export function asClvError(error: unknown): ClvError {
  if (error instanceof ClvError) return error;
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path ?? null);
  if (typeof code === 'string' && path !== undefined) return fileFailed(path, fileFailure(error));
  const text = String(message ?? error);
  if (/no space left on device|failed to offload .* disk/i.test(text)) return diskFull(null);
  if (/^out of memory error|allocation failure|could not allocate block/i.test(text))
    return outOfMemory(null);
  return defect(text);
}

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof OutputClosed ? ExitCode.fine : asClvError(error).exitCode;
}

/** What a message quotes may come from a file: it must not act on a terminal. */
function harmless(message: string): string {
  return message.split('\n').map(plainText).join('\n');
}

/** `error[timeout]: stopped after 30s …`, with the stack of a defect (and of its cause) on request. */
export function errorText(error: unknown, options: { color: boolean; verbose: boolean }): string {
  const { code, message } = asClvError(error);
  const label = `error[${code}]:`;
  const lines = [`${options.color ? `\u001b[31m${label}\u001b[39m` : label} ${harmless(message)}`];
  if (options.verbose) {
    for (let each: unknown = error; each instanceof Error; each = each.cause)
      lines.push(harmless(each.stack ?? String(each)));
  }
  return `${lines.join('\n')}\n`;
}
