import { parentPort, workerData } from 'node:worker_threads';
import { type DrawTask, drawNext } from './draw-figures.js';

/** A thread that draws some figures of a page. */
const { result, drawings, taken } = workerData as DrawTask;
parentPort!.postMessage(await drawNext(result, drawings, taken));
