import type { Command } from 'commander';
import { ExitCode } from '../common/errors.js';
import { type Run, type RunManner, run, type Work } from './run.js';
import type { CliStreams } from './streams.js';

export type { Run };

export interface CliContext {
  readonly streams: CliStreams;
  /** What the process will leave with. */
  exitCode: ExitCode;
  /**
   * The action of a command: settles the settings, watches signals and time, and does the work.
   * `files` are the order files named without a flag.
   */
  run(command: Command, files: readonly string[], work: Work, manner?: RunManner): Promise<void>;
}

export function createContext(streams: CliStreams): CliContext {
  const context: CliContext = {
    streams,
    exitCode: ExitCode.fine,
    async run(command, files, work, manner = {}) {
      context.exitCode = await run(streams, command, files, work, manner);
    },
  };
  return context;
}
