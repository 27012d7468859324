import { parentPort } from 'node:worker_threads';
import { type ScoreTask, workOn } from './score-on-threads.js';

/** A thread that scores some of the histories it is given, once. */
parentPort!.once('message', (task: ScoreTask) => {
  workOn(task);
  parentPort!.postMessage('done');
});
