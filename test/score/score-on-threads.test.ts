import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { type Cells, type CellTerms, emptyScores, runsOf, scoreCells } from '../../src/score/score-cells.js';
import { companion, scoreTogether } from '../../src/score/score-on-threads.js';
import { modelOf, NAMES } from './fits.js';

/** The compiled thread: sources can't be run in one. */
const program = new URL('../../dist/score/score-worker.js', import.meta.url);
const TERMS: CellTerms = { horizonDays: 365, deltaPerDay: Math.log(1.1) / 365.25, interval: 0.8 };

/** Distinct histories of up to `most` repeat purchases, as they are sorted: (x, T, t_x). */
function cellsUpTo(most: number, ages: number): Cells {
  const rows: number[][] = [];
  for (let x = 0; x <= most; x++)
    for (let age = x + 1; age < ages; age++)
      for (let last = x; last <= (x === 0 ? 0 : age); last++) rows.push([x, age, last]);
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]!);
  return { X: column(0), SPEND_X: column(0), T: column(1), T_X: column(2) };
}

describe('histories on two threads', () => {
  const cells = cellsUpTo(11, 105);

  it.each(NAMES)('have the scores of one: %s', async (name) => {
    const model = modelOf(name, 100_000);
    const alone = scoreCells(cells, model, TERMS);
    expect(cells.X.length).toBeGreaterThan(50_000);
    const ticks: number[] = [];
    const both = await scoreTogether(companion(2, program), cells, model, TERMS, (done) => ticks.push(done));
    for (const [column, values] of Object.entries(alone))
      expect([...both[column as keyof typeof both]], column).toEqual([...values]);
    expect(ticks.length).toBeGreaterThan(0);
  });

  it('come from the second one as well', async () => {
    const some = cellsUpTo(3, 20);
    const model = modelOf('bgnbd', 100_000);
    const runs = runsOf(some);
    const task = {
      cells: some,
      scores: emptyScores(some.X.length, SharedArrayBuffer),
      runs,
      model: { ...model, frequency: model.frequency.name },
      terms: TERMS,
      taken: new Int32Array(new SharedArrayBuffer(4)),
      done: new Int32Array(new SharedArrayBuffer(4 * runs.length)),
    };
    const worker = new Worker(program);
    worker.postMessage(task);
    await once(worker, 'message');
    await worker.terminate();
    expect([...task.done]).toEqual(runs.map(() => 1));
    expect([...task.scores.VALUE_HIGH]).toEqual([...scoreCells(some, model, TERMS).VALUE_HIGH]);
  });

  it('are all scored where the second thread takes some and dies', async () => {
    const dying = new URL(
      `data:text/javascript,${encodeURIComponent(
        `import { parentPort } from 'node:worker_threads';
         parentPort.once('message', ({ taken }) => {
           Atomics.add(taken, 0, 2);
           throw new Error('no memory');
         });`,
      )}`,
    );
    const model = modelOf('bgnbd', 100_000);
    const both = await scoreTogether(companion(2, dying), cells, model, TERMS);
    expect([...both.EXPECTED]).toEqual([...scoreCells(cells, model, TERMS).EXPECTED]);
  });
});
