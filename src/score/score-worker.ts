import { workerData } from 'node:worker_threads';
import { type ScoreTask, workOn } from './score-on-threads.js';

/** A thread that scores some of the histories. */
workOn(workerData as ScoreTask);
