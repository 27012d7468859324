import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ClvError, type ExitCode } from '../../common/errors.js';
import { type Chain, learnedProposal, WARM_UP } from '../../models/bayes/chains.js';
import { type ChainTask, type RunTask, runTask } from '../../models/bayes/mcmc.js';
import { familyNamed } from '../../models/families.js';
import type { GoOn, ThreadFailure, ThreadTask, ThreadWord } from './chain-messages.js';

export interface Threads {
  /** As many as there are cores unless told; never more than chains. */
  readonly threads?: number | null;
  readonly signal: AbortSignal;
  /** Hears the share of all draws that is made. */
  readonly fraction: (done: number) => void;
  /** The compiled program of a thread. */
  readonly program?: URL;
}

/**
 * Runs the chains of a task on threads, chain k on thread k mod threads. Each chain has its own stream of random
 * numbers, and all wait for what their warm-ups have taught, so the draws are those of one thread. Sources that are
 * run as they are written have no program for a thread: then it is done here.
 */
export function chainsOn(options: Threads): RunTask<unknown> {
  const program = options.program ?? new URL('./chain-worker.js', import.meta.url);
  if (options.program === undefined && import.meta.url.endsWith('.ts'))
    return async (task) => runTask(familyNamed(task.model, task.fixed), task);
  return (task) => runOnThreads(task, program, options);
}

async function runOnThreads(task: ChainTask<unknown>, program: URL, options: Threads): Promise<Chain[]> {
  const { chains, draws } = task.settings;
  const count = Math.min(chains, options.threads ?? availableParallelism());
  const total = chains * (WARM_UP + draws);
  let made = 0;
  const told = (more: number): void => {
    made += more;
    options.fraction(made / total);
  };
  const threads = Array.from({ length: count }, (_, i) => {
    const own = Array.from({ length: chains }, (__, k) => k).filter((k) => k % count === i);
    return new ChainThread(program, { task, chains: own }, told);
  });
  const inOrder = <T>(lists: readonly (readonly T[])[]): T[] =>
    Array.from({ length: chains }, (_, k) => lists[k % count]![Math.floor(k / count)]!);
  const stop = (): void => {
    for (const thread of threads) thread.fail(options.signal.reason);
  };
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  try {
    const warm = await Promise.all(threads.map((thread) => thread.warm));
    const learned = learnedProposal(inOrder(warm).flat());
    for (const thread of threads) thread.goOn({ learned });
    return inOrder(await Promise.all(threads.map((thread) => thread.kept)));
  } finally {
    options.signal.removeEventListener('abort', stop);
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

type Warm = readonly (readonly Float64Array[])[];

/** One thread and what it is to bring. */
class ChainThread {
  readonly warm: Promise<Warm>;
  readonly kept: Promise<readonly Chain[]>;
  private readonly worker: Worker;
  private readonly failed = new AbortController();

  constructor(program: URL, workerData: ThreadTask, told: (made: number) => void) {
    this.worker = new Worker(program, { workerData });
    this.warm = this.word((word) => ('warm' in word ? word.warm : undefined));
    this.kept = this.word((word) => ('kept' in word ? word.kept : undefined));
    this.worker.on('message', (word: ThreadWord) => {
      if ('made' in word) told(word.made);
      else if ('failure' in word) this.fail(revived(word.failure));
    });
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', (code) => this.fail(new Error(`invalid end of a thread: ${code}`)));
  }

  /** Nothing more will come, for this reason. */
  fail(reason: unknown): void {
    this.failed.abort(reason);
  }

  goOn(word: GoOn): void {
    this.worker.postMessage(word);
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private word<T>(pick: (word: ThreadWord) => T | undefined): Promise<T> {
    const { signal } = this.failed;
    const promise = new Promise<T>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      this.worker.on('message', (word: ThreadWord) => {
        const picked = pick(word);
        if (picked !== undefined) resolve(picked);
      });
    });
    // Who waits for the other word hears of a failure first.
    promise.catch(() => {});
    return promise;
  }
}

/** The same error on this side. */
function revived({ name, message, stack, code, exitCode }: ThreadFailure): Error {
  const error = code === undefined ? new Error(message) : new ClvError(code, exitCode as ExitCode, message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
