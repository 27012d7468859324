import { parentPort, workerData } from 'node:worker_threads';
import { ClvError } from '../../common/errors.js';
import { warmUp } from '../../models/bayes/chains.js';
import { densityOf } from '../../models/bayes/mcmc.js';
import { familyNamed } from '../../models/families.js';
import type { GoOn, ThreadFailure, ThreadTask, ThreadWord } from './chain-messages.js';

/** Draws between two words of progress. */
const PATIENCE = 25;

/** A thread with some chains of a task: warms them up, waits for what all have learned, and goes on. */
const { task, chains } = workerData as ThreadTask;
const say = (word: ThreadWord): void => parentPort!.postMessage(word);
let made = 0;

guarded(() => {
  const { laplace, settings } = task;
  const density = densityOf(familyNamed(task.model, task.fixed), task);
  const running = chains.map((k) => warmUp(density, laplace, settings.seed, k, told));
  parentPort!.once('message', ({ learned }: GoOn) =>
    guarded(() => say({ kept: running.map((chain) => chain.keep(learned, settings.draws, told)) })),
  );
  say({ warm: running.map(({ warm }) => warm) });
});

function told(): void {
  made += 1;
  if (made < PATIENCE) return;
  say({ made });
  made = 0;
}

function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    say({ failure: failureOf(error) });
  }
}

function failureOf(error: unknown): ThreadFailure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  return error instanceof ClvError
    ? { name, message, stack, code: error.code, exitCode: error.exitCode }
    : { name, message, stack };
}
