import { describe, expect, test } from 'vitest';
import { fitAhead } from '../../../src/app/modelling/fit-ahead.js';
import { fitNamed } from '../../../src/app/modelling/fit-named.js';
import { fitOptions } from '../../../src/app/modelling/fit-options.js';
import { fitSpends } from '../../../src/app/modelling/fit-spend.js';
import { seededRandom } from '../../../src/numeric/seeded.js';
import type { FitData } from '../../../src/score/fit-data.js';

/** The compiled thread: sources can't be run in one. */
const program = new URL('../../../dist/app/modelling/fit-ahead-worker.js', import.meta.url);
const signal = new AbortController().signal;
const here = { threads: 1, signal, fraction: () => {} };

function customers(count: number): FitData {
  const random = seededRandom(3);
  const column = (value: (i: number) => number) => Float64Array.from({ length: count }, (_, i) => value(i));
  const X = column(() => random.poisson(random.gamma(0.7)));
  const T = column(() => 100 + Math.floor(600 * random.uniform()));
  const T_X = T.map((t, i) => (X[i] === 0 ? 0 : Math.floor(t * random.uniform() ** (1 / X[i]!))));
  return {
    histories: { X, T_X, T, N: column(() => 1), LOG_GAPS: column(() => Number.NaN) },
    spends: { X, MEAN_SPEND: column(() => 1 + 20 * random.gamma(3)) },
    leftOut: { customers: 0, money: '0' },
    customers: count,
  };
}

describe('fits that are made ahead', () => {
  const data = customers(60_000);

  test('are those that are made here', async () => {
    for (const model of ['bgnbd', 'auto']) {
      const options = fitOptions({ model });
      const made = await fitAhead(data, options, {}, { signal, program })!.take();
      const [name] = options.models;
      expect(made!.fits).toHaveLength(options.models.length);
      expect(JSON.stringify(made!.fits[0])).toBe(
        JSON.stringify(await fitNamed(name!, data, options, undefined, here)),
      );
      const spend = await fitSpends(data, options, {}, here);
      expect(JSON.stringify(made!.spend)).toBe(JSON.stringify(model === 'auto' ? null : spend));
    }
  });

  test('are left to be made here where a thread gains nothing, or fails', async () => {
    const options = fitOptions({ model: 'bgnbd' });
    expect(fitAhead(customers(1000), options, {}, { signal, program })).toBeNull();
    expect(fitAhead(data, options, {}, { signal, program, threads: 1 })).toBeNull();
    expect(
      fitAhead(data, fitOptions({ model: 'bgnbd', method: 'mcmc' }), {}, { signal, program }),
    ).toBeNull();
    expect(fitAhead(data, options, {}, { signal })).toBeNull();
    const missing = new URL('./no-such-worker.js', program);
    expect(await fitAhead(data, options, {}, { signal, program: missing })!.take()).toBeNull();
  });

  test('end with the reason when they are to stop', async () => {
    const stop = new AbortController();
    const ahead = fitAhead(data, fitOptions({ model: 'bgnbd' }), {}, { signal: stop.signal, program })!;
    stop.abort(new Error('stopped'));
    await expect(ahead.take()).rejects.toThrow('stopped');
  });
});
