import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Tries until it gets something or the time is over (null then). At least one try is made; pauses grow
 * from a tenth to half a second. Rejects with the signal's reason when it aborts.
 */
export async function tryUntil<T>(
  waitMs: number,
  signal: AbortSignal,
  attempt: () => Promise<T | null>,
): Promise<T | null> {
  const end = Date.now() + waitMs;
  for (let pause = 100; ; pause = Math.min(pause * 1.5, 500)) {
    signal.throwIfAborted();
    const got = await attempt();
    if (got !== null) return got;
    const left = end - Date.now();
    if (left <= 0) return null;
    await sleep(Math.min(pause, left), undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
