import { type Progress, silentProgress } from '../common/progress.js';
import { jsonLine } from './json-log.js';
import type { CliStreams } from './streams.js';

export interface DrawnProgress extends Progress {
  /** Takes the spinner off the terminal, for output or the end. */
  stop(): void;
}

/** Short work should not flicker. */
const PATIENCE_MS = 300;

/**
 * A spinner on standard error when that is a terminal; with `--verbose` elsewhere a line a stage; else
 * silence. With `--log json` every stage is a line of JSON. The spinner's package is loaded when the first stage has lasted a moment.
 */
export function createProgress(
  streams: CliStreams,
  options: { readonly quiet: boolean; readonly verbose: boolean; readonly log?: 'text' | 'json' },
): DrawnProgress {
  if (options.log === 'json') return json(streams, options.quiet);
  if (options.quiet) return { ...silentProgress, stop() {} };
  if (streams.err.isTTY) return spinner(streams);
  return options.verbose ? lines(streams) : { ...silentProgress, stop() {} };
}

function spinner(streams: CliStreams): DrawnProgress {
  let text = '';
  let done: number | null = null;
  let stopped = false;
  let drawn: { text: string; stop(): unknown } | null = null;
  let timer: NodeJS.Timeout | null = null;
  const label = () => (done === null ? text : `${text} ${Math.floor(done * 100)} %`);
  const draw = async () => {
    const { default: ora } = await import('ora');
    if (stopped || drawn !== null) return;
    // Whether somebody looks was decided above; ora's own guess asks the environment as well.
    drawn = ora({
      stream: streams.err.stream,
      isEnabled: true,
      discardStdin: false,
      text: label(),
    }).start();
  };
  const update = () => {
    if (stopped) return;
    if (drawn !== null) drawn.text = label();
    else timer ??= setTimeout(() => void draw(), PATIENCE_MS);
  };
  return {
    stage(name) {
      [text, done] = [name, null];
      update();
    },
    fraction(share) {
      done = Math.min(Math.max(share, 0), 1);
      update();
    },
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      drawn?.stop();
    },
  };
}

function lines(streams: CliStreams): DrawnProgress {
  return told((name) => void streams.err.write(`clv: ${name}\n`).catch(() => {}));
}

function json(streams: CliStreams, quiet: boolean): DrawnProgress {
  if (quiet) return told(() => {});
  return told((name) => void streams.err.write(jsonLine('info', 'stage', { stage: name })).catch(() => {}));
}

/** Says each stage once: who waits names the stage at each try. */
function told(say: (name: string) => void): DrawnProgress {
  let last: string | null = null;
  return {
    stage(name) {
      if (name !== last) say(name);
      last = name;
    },
    fraction() {},
    stop() {},
  };
}
