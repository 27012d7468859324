/** Interrupts the running statement from the moment that a signal aborts. */
export interface Interrupter {
  /** No more interrupts: a rollback must get through, or the store is closed. */
  rest(): void;
}

/**
 * The engine forgets an interrupt that comes while a statement is still being prepared, so it is repeated
 * until somebody says `rest`.
 */
export function interruptOnAbort(signal: AbortSignal | undefined, interrupt: () => void): Interrupter {
  let timer: NodeJS.Timeout | null = null;
  const start = () => {
    interrupt();
    timer = setInterval(interrupt, 20);
    timer.unref();
  };
  signal?.addEventListener('abort', start, { once: true });
  return {
    rest() {
      signal?.removeEventListener('abort', start);
      if (timer !== null) clearInterval(timer);
    },
  };
}
