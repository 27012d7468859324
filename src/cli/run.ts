import type { Command } from 'commander';
import type { RunContext } from '../app/context.js';
import type { Settings } from '../app/settings.js';
import type { ExitCode } from '../common/errors.js';
import { interrupted, timedOut } from '../common/messages/cli.js';
import { packageVersion } from '../common/version.js';
import { exitCodeOf } from './describe-error.js';
import { OutputClosed } from './output.js';
import { createProgress } from './progress.js';
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

/** Work that was told to stop and does not is left behind after so long. */
const GRACE_MS = 10_000;

/**
 * Runs one command to its exit code. Ctrl-C, the time limit and a reader who has gone all abort one signal,
 * whose reason is the error that the user sees.
 */
export async function run(
  streams: CliStreams,
  command: Command,
  files: readonly string[],
  work: (run: Run) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { resolveSettings } = await import('../app/settings-resolve.js');
  const { out } = streams;
  const settings = await resolveSettings({
    flags: givenFlags(command),
    files,
    env: streams.env,
    cwd: streams.cwd,
    terminal: { isTTY: out.isTTY, columns: out.columns },
  });
  const progress = createProgress(streams, settings.runtime);
  const atExit = new Set<() => void>([progress.stop]);
  const abort = new AbortController();
  const leave = () => {
    for (const undo of atExit) undo();
    streams.exit(exitCodeOf(abort.signal.reason));
  };
  const stop = (reason: Error) => {
    if (abort.signal.aborted) return leave();
    abort.abort(reason);
    setTimeout(leave, GRACE_MS).unref();
  };
  const unlisten = streams.onInterrupt(() => stop(interrupted()));
  out.onClosed(() => abort.signal.aborted || stop(new OutputClosed()));
  const timer = await startTimer(settings.runtime.timeoutMs, stop);
  const context: RunContext = {
    command: commandName(command),
    version: packageVersion(),
    progress,
    signal: abort.signal,
    get stdin() {
      return streams.stdin.isTTY === true ? null : streams.stdin;
    },
    processes: streams.processes,
    atExit,
  };
  try {
    return await work({
      settings,
      context,
      async print(text) {
        progress.stop();
        await out.write(text);
      },
      async say(text) {
        if (!settings.runtime.quiet) await streams.err.write(text.endsWith('\n') ? text : `${text}\n`);
      },
    });
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : error;
  } finally {
    progress.stop();
    if (timer !== null) clearTimeout(timer);
    unlisten();
  }
}

async function startTimer(
  limitMs: number | null,
  stop: (reason: Error) => void,
): Promise<NodeJS.Timeout | null> {
  if (limitMs === null) return null;
  const { durationText } = await import('../app/config/parse-duration.js');
  return setTimeout(() => stop(timedOut(durationText(limitMs))), limitMs);
}

/** Flags that stand on the command line; commander's own defaults are not the user's word. */
function givenFlags(command: Command): Record<string, unknown> {
  const all: Record<string, unknown> = command.optsWithGlobals();
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => command.getOptionValueSourceWithGlobals(name) === 'cli'),
  );
}

/** `clv audit lens1`. */
export function commandName(command: Command): string {
  const { parent } = command;
  return parent === null ? command.name() : `${commandName(parent)} ${command.name()}`;
}
