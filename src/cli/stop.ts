import { interrupted, timedOut } from '../common/messages/cli.js';
import { exitCodeOf } from './describe-error.js';
import { OutputClosed } from './output.js';
import type { CliStreams } from './streams.js';

/** How a run is told to stop. */
export interface Stopper {
  /** Its reason is the error that the user sees. */
  readonly signal: AbortSignal;
  /** What to undo when the process has to leave at once. */
  readonly atExit: Set<() => void>;
  /** The run is over: no timer and no listener is left. */
  end(): void;
}

/** Work that was told to stop and does not is left behind after so long. */
const GRACE_MS = 10_000;

/** One signal for Ctrl-C, the time limit, and a reader who has gone; a second Ctrl-C leaves at once. */
export async function createStopper(streams: CliStreams, limitMs: number | null): Promise<Stopper> {
  const abort = new AbortController();
  const atExit = new Set<() => void>();
  let grace: NodeJS.Timeout | null = null;
  const leave = () => {
    for (const undo of atExit) undo();
    streams.exit(exitCodeOf(abort.signal.reason));
  };
  const stop = (reason: Error) => {
    if (abort.signal.aborted) return;
    abort.abort(reason);
    grace = setTimeout(leave, GRACE_MS);
    grace.unref();
  };
  const unlisten = streams.onInterrupt(() => (abort.signal.aborted ? leave() : stop(interrupted())));
  streams.out.onClosed(() => stop(new OutputClosed()));
  const limit = await startTimer(limitMs, stop);
  return {
    signal: abort.signal,
    atExit,
    end() {
      if (limit !== null) clearTimeout(limit);
      if (grace !== null) clearTimeout(grace);
      unlisten();
    },
  };
}

async function startTimer(
  limitMs: number | null,
  stop: (reason: Error) => void,
): Promise<NodeJS.Timeout | null> {
  if (limitMs === null) return null;
  const { durationText } = await import('../app/config/parse-duration.js');
  return setTimeout(() => stop(timedOut(durationText(limitMs))), limitMs);
}
