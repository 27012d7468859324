import { Worker } from 'node:worker_threads';
import type { FitData } from '../../score/fit-data.js';
import type { Threads } from './chain-threads.js';
import type { Priors } from './fit-models.js';
import type { NamedFit } from './fit-named.js';
import type { FitOptions } from './fit-options.js';
import type { FittedSpend } from './fit-spend.js';

/** A thread takes longer to start than to fit fewer distinct histories. */
const LEAST_HISTORIES = 50_000;

/** What a thread is started with. */
export interface AheadTask {
  readonly data: Pick<FitData, 'histories' | 'spends'>;
  readonly options: FitOptions;
  readonly priors: Priors;
}

/** What it says at its end. */
export interface AheadFits {
  /** Of each model that is asked for, in their order. */
  readonly fits: readonly NamedFit[];
  /** Null where models are compared: their fits take longer than all else, which has time for this one. */
  readonly spend: FittedSpend | null;
}

export interface FitAhead {
  /** Waits for the fits; null when the thread could not make them, for whatever reason: they are then made here. */
  take(): Promise<AheadFits | null>;
}

/**
 * Begins to fit a large base on a thread as soon as its histories are read, while the engine reads what else is asked of
 * it. The fits are those that would be made here. Null where that gains nothing: of small bases, with one thread, where
 * chains of draws have threads of their own, and for sources that are run as they are written.
 */
export function fitAhead(
  { histories, spends }: FitData,
  options: FitOptions,
  priors: Priors,
  { threads, signal, program }: Omit<Threads, 'fraction'>,
): FitAhead | null {
  if (threads === 1 || options.method === 'mcmc' || histories.X.length < LEAST_HISTORIES) return null;
  if (program === undefined && import.meta.url.endsWith('.ts')) return null;
  const workerData: AheadTask = { data: { histories, spends }, options, priors };
  const worker = new Worker(program ?? new URL('./fit-ahead-worker.js', import.meta.url), {
    workerData,
    // What it makes and forgets is collected early: the engine's tables are still there.
    resourceLimits: { maxYoungGenerationSizeMb: 24 },
  });
  const done = new Promise<AheadFits | null>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', () => resolve(null));
    worker.once('exit', () => resolve(null));
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  // Where reading fails, nobody waits for the thread: neither may the end of the program.
  done.catch(() => {});
  worker.unref();
  return {
    take: async () => {
      worker.ref();
      try {
        return await done;
      } finally {
        await worker.terminate();
      }
    },
  };
}
