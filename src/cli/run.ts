import type { Command } from 'commander';
import type { RunContext } from '../app/context.js';
import { Journal } from '../app/runs/journal.js';
import type { Settings } from '../app/settings.js';
import type { ExitCode } from '../common/errors.js';
import { packageVersion } from '../common/version.js';
import { asClvError, exitCodeOf } from './describe-error.js';
import { jsonLine } from './json-log.js';
import { OutputClosed } from './output.js';
import { createProgress } from './progress.js';
import { createStopper } from './stop.js';
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

export type Work = (run: Run) => Promise<ExitCode>;

export interface RunManner {
  /** Read no config file: the command writes it. */
  readonly ignoreConfig?: boolean;
  /** Changes the workspace or what is made of it: the run gets a line in its log. */
  readonly logged?: boolean;
}

/** Runs one command to its exit code; a run that is stopped rejects with the reason for that. */
export async function run(
  streams: CliStreams,
  command: Command,
  files: readonly string[],
  work: Work,
  manner: RunManner,
): Promise<ExitCode> {
  const { out, err } = streams;
  const { resolveSettings } = await import('../app/settings-resolve.js');
  const settings = await resolveSettings({
    flags: givenFlags(command),
    files,
    env: streams.env,
    cwd: streams.cwd,
    ignoreConfig: manner.ignoreConfig === true,
    terminal: { isTTY: out.isTTY, columns: out.columns },
  });
  const progress = createProgress(streams, settings.runtime);
  const journal = new Journal(commandName(command), packageVersion());
  const stopper = await createStopper(streams, settings.runtime.timeoutMs);
  stopper.atExit.add(progress.stop);
  const context: RunContext = {
    command: commandName(command),
    version: packageVersion(),
    progress: journal.watch(progress),
    signal: stopper.signal,
    get stdin() {
      return streams.stdin.isTTY === true ? null : streams.stdin;
    },
    processes: streams.processes,
    ...(streams.machineBytes === undefined ? {} : { machineBytes: streams.machineBytes }),
    atExit: stopper.atExit,
    journal,
  };
  const { quiet, log } = settings.runtime;
  const say = async (text: string) => {
    if (quiet) return;
    if (log === 'json') await err.write(jsonLine('info', 'message', { text: text.trimEnd() }));
    else await err.write(text.endsWith('\n') ? text : `${text}\n`);
  };
  const end = async (error: unknown, exit: ExitCode) => {
    const { logRun } = await import('../app/runs/log-run.js');
    const code = error === null || error instanceof OutputClosed ? null : asClvError(error).code;
    const entry = journal.entry({ exit, error: code }, settings);
    for (const problem of await logRun(entry, settings, { inWorkspace: manner.logged === true }))
      await say(problem).catch(() => {});
    if (log === 'json') await err.write(jsonLine('info', 'run', { ...entry })).catch(() => {});
  };
  try {
    const exit = await work({
      settings,
      context,
      async print(text) {
        progress.stop();
        await out.write(text);
      },
      say,
    });
    await end(null, exit);
    return exit;
  } catch (error) {
    const reason: unknown = stopper.signal.aborted ? stopper.signal.reason : error;
    await end(reason, exitCodeOf(reason));
    throw reason;
  } finally {
    progress.stop();
    stopper.end();
  }
}

/** Flags that stand on the command line; commander's own defaults are not the user's word. */
function givenFlags(command: Command): Record<string, unknown> {
  const all: Record<string, unknown> = command.optsWithGlobals();
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => command.getOptionValueSourceWithGlobals(name) === 'cli'),
  );
}

/** `clv audit lens1`. */
function commandName(command: Command): string {
  const { parent } = command;
  return parent === null ? command.name() : `${commandName(parent)} ${command.name()}`;
}
