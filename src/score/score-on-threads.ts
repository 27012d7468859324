import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { frequencyModel } from '../models/registry.js';
import {
  type CellScores,
  type Cells,
  type CellTerms,
  emptyScores,
  type Run,
  runsOf,
  scoreCells,
  scoreRun,
} from './score-cells.js';
import type { ScoringModel } from './scoring-model.js';

/** A second thread, which waits for its work. */
export interface Companion {
  readonly worker: Worker;
  /** Ends when its work does, or the thread, whatever the reason. */
  readonly ended: Promise<void>;
}

/** What two threads work at: each takes the next run when it has done one. */
export interface ScoreTask {
  readonly cells: Cells;
  readonly scores: CellScores;
  readonly runs: readonly Run[];
  readonly model: Omit<ScoringModel, 'frequency'> & { readonly frequency: string };
  readonly terms: CellTerms;
  /** Runs taken, and for each run whether it is done. */
  readonly taken: Int32Array;
  readonly done: Int32Array;
}

/** So few are scored before a second thread has begun. */
export const FEW_HISTORIES = 50_000;

/**
 * Begins a second thread ahead of its work, since to begin takes as long as to score many histories; null with one thread, and for
 * sources that are run as they are written. `program` is its compiled program.
 */
export function companion(threads: number | null = null, program?: URL): Companion | null {
  const compiled = program ?? (import.meta.url.endsWith('.ts') ? undefined : besides());
  if (compiled === undefined || (threads ?? availableParallelism()) < 2) return null;
  const worker = new Worker(compiled);
  const ended = new Promise<void>((resolve) => {
    worker.once('message', () => resolve());
    worker.once('error', () => resolve());
    worker.once('exit', () => resolve());
  });
  // Who gives it no work need not wait for it.
  worker.unref();
  return { worker, ended };
}

/**
 * Scores distinct histories as `scoreCells` does, with a second thread where there is one: a run's scores say nothing of who
 * made them. `meanwhile` is done first, while the second thread is at work already.
 */
export async function scoreTogether(
  second: Companion | null,
  cells: Cells,
  model: ScoringModel,
  terms: CellTerms,
  tick: (done: number) => void = () => {},
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<CellScores> {
  if (second === null) return scoreCells(cells, model, terms, tick);
  const runs = runsOf(cells);
  const task: ScoreTask = {
    cells: shared(cells),
    scores: emptyScores(cells.X.length, SharedArrayBuffer),
    runs,
    model: { ...model, frequency: model.frequency.name },
    terms,
    taken: new Int32Array(new SharedArrayBuffer(4)),
    done: new Int32Array(new SharedArrayBuffer(4 * runs.length)),
  };
  second.worker.ref();
  second.worker.postMessage(task);
  await meanwhile();
  workOn(task, (run) => tick(run / runs.length));
  await second.ended;
  // What the other one has taken and not done, whatever the reason, is done here.
  for (const [i, { from, to }] of runs.entries())
    if (task.done[i] === 0) scoreRun(task.cells, task.scores, model, terms, null, from, to);
  return task.scores;
}

/** Scores runs that nobody has taken yet, until all are taken. */
export function workOn(
  { cells, scores, runs, model, terms, taken, done }: ScoreTask,
  tick: (run: number) => void = () => {},
): void {
  const speaking: ScoringModel = { ...model, frequency: frequencyModel(model.frequency) };
  for (let i = Atomics.add(taken, 0, 1); i < runs.length; i = Atomics.add(taken, 0, 1)) {
    scoreRun(cells, scores, speaking, terms, null, runs[i]!.from, runs[i]!.to);
    Atomics.store(done, i, 1);
    tick(i + 1);
  }
}

/** Columns of queries are in shared memory already. */
function shared({ X, T_X, T, SPEND_X }: Cells): Cells {
  const copy = (values: Float64Array): Float64Array => {
    if (values.buffer instanceof SharedArrayBuffer) return values;
    const copied = new Float64Array(new SharedArrayBuffer(values.byteLength));
    copied.set(values);
    return copied;
  };
  return { X: copy(X), T_X: copy(T_X), T: copy(T), SPEND_X: copy(SPEND_X) };
}

function besides(): URL {
  return new URL('./score-worker.js', import.meta.url);
}
