import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { interruptOnAbort } from '../../src/store/interrupter.js';
import { Store } from '../../src/store/store.js';
import { inFolder } from '../cli/in-process.js';

it('interrupts again and again until it may rest', async () => {
  const abort = new AbortController();
  const interrupt = vi.fn();
  const interrupter = interruptOnAbort(abort.signal, interrupt);
  expect(interrupt).not.toHaveBeenCalled();
  abort.abort();
  expect(interrupt).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(interrupt.mock.calls.length).toBeGreaterThan(2));
  interrupter.rest();
  const calls = interrupt.mock.calls.length;
  await sleep(60);
  expect(interrupt).toHaveBeenCalledTimes(calls);
});

it('is deaf after a rest', () => {
  const abort = new AbortController();
  const interrupt = vi.fn();
  interruptOnAbort(abort.signal, interrupt).rest();
  abort.abort();
  expect(interrupt).not.toHaveBeenCalled();
});

/** An interrupt that meets a statement while it is prepared is forgotten by the engine: any moment must do. */
it('stops a statement whenever the signal comes', () =>
  inFolder(async (folder) => {
    for (let delay = 0; delay < 12; delay++) {
      const abort = new AbortController();
      const reason = new Error('stop it');
      const store = await Store.open({ memoryMegabytes: 100, tempDirectory: folder, signal: abort.signal });
      const statement = store.rows('select count(*) from range(1e13::bigint) where range % 7 = 3');
      if (delay === 0) abort.abort(reason);
      else setTimeout(() => abort.abort(reason), delay - 1);
      await expect(statement).rejects.toThrow(/interrupt/i);
      await expect(store.run('select 1')).rejects.toBe(reason);
      await store.close();
    }
  }));
