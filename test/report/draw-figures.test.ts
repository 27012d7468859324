import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { type Drawing, drawFigures } from '../../src/report/figures/draw-figures.js';
import { bigResult } from './big-result.js';

/** The compiled thread: sources can't be run in one. */
const program = new URL('../../dist/report/figures/draw-worker.js', import.meta.url);
const result = bigResult();
const drawings = result.figures.map(
  (_, figure): Drawing => ({ figure, width: 300, height: 200, id: `drawing-${figure}` }),
);

describe('figures on two threads', () => {
  test('are those of one, in their order', async () => {
    const alone = await drawFigures(result, drawings, { threads: 1, program });
    expect(alone).toHaveLength(40);
    for (const [place, svg] of alone.entries()) expect(svg).toContain(`"drawing-${place}-title"`);
    expect(await drawFigures(result, drawings, { threads: 2, program })).toEqual(alone);
  });

  test('come from the second one as well', async () => {
    const taken = new Int32Array(new SharedArrayBuffer(4));
    const some = drawings.slice(0, 3);
    const worker = new Worker(program, { workerData: { result, drawings: some, taken } });
    const [drawn] = await once(worker, 'message');
    const alone = await drawFigures(result, some);
    expect(drawn).toEqual(alone.map((svg, place) => [place, svg]));
  });

  test('are all drawn where the second thread takes some and dies', async () => {
    const dying = new URL(
      `data:text/javascript,${encodeURIComponent(
        `import { workerData } from 'node:worker_threads';
         Atomics.add(workerData.taken, 0, 7);
         throw new Error('no memory');`,
      )}`,
    );
    const alone = await drawFigures(result, drawings, { threads: 1, program });
    expect(await drawFigures(result, drawings, { threads: 2, program: dying })).toEqual(alone);
  });
});
