import { describe, expect, test } from 'vitest';
import { chainsOn } from '../../../src/app/modelling/chain-threads.js';
import type { RunTask } from '../../../src/models/bayes/mcmc.js';
import { bgnbdFamily } from '../../../src/models/bgnbd/index.js';
import { familyNamed } from '../../../src/models/families.js';
import { fitByRunning } from '../../../src/models/fit/fit-by.js';
import { WEEK } from '../../../src/models/fit/fit-record.js';
import { gammaGammaFamily } from '../../../src/models/gammagamma/family.js';
import { groupSpends } from '../../../src/models/gammagamma/spend-groups.js';
import { bgnbd, gammagamma, groupHistories, type HistoryColumns } from '../../../src/models/index.js';

/** The compiled thread: sources can't be run in one. */
const program = new URL('../../../dist/app/modelling/chain-worker.js', import.meta.url);
const columns = {
  X: [0, 0, 1, 1, 2, 3, 5],
  T_X: [0, 0, 3, 20, 14, 30, 33],
  T: [20, 38, 38, 38, 20, 38, 35],
  N: [120, 100, 30, 20, 9, 6, 4],
};
const how = { method: 'mcmc', draws: 120 } as const;

const fitOn = (
  threads: number,
  told: (done: number) => void = () => {},
  signal = new AbortController().signal,
) =>
  fitByRunning(
    chainsOn({ threads, signal, fraction: told, program }) as RunTask<ReturnType<typeof groupHistories>>,
    bgnbdFamily,
    groupHistories(columns satisfies HistoryColumns),
    how,
    WEEK,
  );

describe('chains on threads', () => {
  test('draw what one thread draws, however many there are, and say how far they are', async () => {
    const here = JSON.stringify(bgnbd.fit(columns, how));
    const shares: number[] = [];
    expect(JSON.stringify(await fitOn(2, (done) => shares.push(done)))).toBe(here);
    expect(JSON.stringify(await fitOn(3))).toBe(here);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[shares.length - 1]).toBeGreaterThan(0.9);
    expect(shares[shares.length - 1]).toBeLessThanOrEqual(1);
  });

  test('of spends, and where sources are run as they are', async () => {
    const spends = {
      X: [1, 2, 3, 4, 1, 2, 3, 1],
      MEAN_SPEND: [3, 9, 12, 8, 30, 14, 11, 7],
      N: [9, 8, 7, 6, 5, 4, 3, 2],
    };
    const options = { fraction: () => {}, signal: new AbortController().signal };
    for (const where of [{ ...options, program, threads: 1 }, options]) {
      const run = chainsOn(where) as RunTask<ReturnType<typeof groupSpends>>;
      const fit = await fitByRunning(run, gammaGammaFamily, groupSpends(spends), how, null);
      expect(JSON.stringify(fit)).toBe(JSON.stringify(gammagamma.fit(spends, how)));
    }
  });

  test('stop when they are told to, with the reason', async () => {
    const abort = new AbortController();
    const fit = fitOn(2, () => abort.abort(new RangeError('enough')), abort.signal);
    await expect(fit).rejects.toThrow('enough');
    await expect(fitOn(2, undefined, abort.signal)).rejects.toThrow('enough');
  });

  test('hand on what went wrong in them', async () => {
    const run = chainsOn({ threads: 2, signal: new AbortController().signal, fraction() {}, program });
    const task = {
      model: 'nothing',
      fixed: {},
      data: null,
      priors: [],
      laplace: { centre: new Float64Array(1), values: new Float64Array(1), vectors: new Float64Array(1) },
      settings: { chains: 2, draws: 1, seed: 1 },
    };
    await expect(run(task)).rejects.toMatchObject({
      name: 'RangeError',
      message: 'invalid model: nothing',
    });
    const nowhere = new URL('./no-such-thread.js', import.meta.url);
    const lost = chainsOn({ signal: new AbortController().signal, fraction() {}, program: nowhere });
    await expect(lost(task)).rejects.toThrow('no-such-thread');
  });
});

test('families have the names of their models', () => {
  for (const name of ['nbd', 'bgnbd', 'mbgnbd', 'paretonbd', 'bgbb', 'gammagamma'])
    expect(familyNamed(name).model).toBe(name);
  expect(familyNamed('mbgcnbd', { k: 3 }).fixed).toEqual({ k: 3 });
  expect(() => familyNamed('no')).toThrow('invalid model: no');
});
