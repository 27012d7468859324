import { CommanderError } from 'commander';
import { ExitCode } from '../common/errors.js';
import { createContext } from './context.js';
import { asClvError, errorText, exitCodeOf } from './describe-error.js';
import { jsonLine } from './json-log.js';
import { OutputClosed } from './output.js';
import { createProgram } from './program.js';
import { type CliStreams, processStreams } from './streams.js';

/** Runs the command line (`argv` as the process has it) to its exit code. Prints, and never throws. */
export async function main(argv: readonly string[], streams: CliStreams = processStreams()): Promise<number> {
  const context = createContext(streams);
  const program = createProgram(context);
  const words = argv.slice(2);
  try {
    await program.parseAsync(words.length === 0 ? ['--help'] : words, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.fine : ExitCode.usage;
    if (error instanceof OutputClosed) return ExitCode.fine;
    const color = streams.err.isTTY && !streams.env.NO_COLOR && program.opts().color !== false;
    const isJson = (program.opts().log ?? streams.env.CLV_LOG) === 'json';
    const { code, message, exitCode } = asClvError(error);
    const text = isJson
      ? jsonLine('error', 'error', { code, message, exit: exitCode })
      : errorText(error, { color, verbose: program.opts().verbose === true });
    await streams.err.write(text).catch(() => {});
    return exitCodeOf(error);
  }
}
