import type { Command } from 'commander';
import type { RunContext } from '../app/context.js';
import type { Settings } from '../app/settings.js';
import { ExitCode } from '../common/errors.js';
import { run } from './run.js';
import type { CliStreams } from './streams.js';

/** What the work of a command gets: settings for the use-case, and the way out for its text. */
export interface Run {
  readonly settings: Settings;
  readonly context: RunContext;
  /** Data, to standard output. */
  print(text: string): Promise<void>;
  /** Talk, to standard error; silent with `--quiet`. */
  say(text: string): Promise<void>;
}

export interface CliContext {
  readonly streams: CliStreams;
  /** What the process will leave with. */
  exitCode: ExitCode;
  /**
   * The action of a command: settles the settings, watches signals and time, and does the work.
   * `files` are the order files named without a flag.
   */
  run(command: Command, files: readonly string[], work: (run: Run) => Promise<ExitCode>): Promise<void>;
}

export function createContext(streams: CliStreams): CliContext {
  const context: CliContext = {
    streams,
    exitCode: ExitCode.fine,
    async run(command, files, work) {
      context.exitCode = await run(streams, command, files, work);
    },
  };
  return context;
}
