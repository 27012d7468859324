/** Exit codes of the command line; the table in the README repeats them. */
export const ExitCode = {
  fine: 0,
  failed: 1,
  usage: 2,
  dataRefused: 3,
  modelFailed: 4,
  alert: 5,
  busy: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/**
 * An error for the user: what, where, the value and the next move, worded in `messages.ts`.
 * Everything else that is thrown is a defect of the program.
 */
export class ClvError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;

  constructor(code: string, exitCode: ExitCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ClvError';
    this.code = code;
    this.exitCode = exitCode;
  }
}
