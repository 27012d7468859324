/** The reader of an output has gone: `clv audit lens1 orders.csv | head`. */
export class OutputClosed extends Error {
  constructor() {
    super('the reader of the output has gone');
    this.name = 'OutputClosed';
  }
}

/** Standard output or standard error, as far as commands need it. */
export interface Output {
  readonly isTTY: boolean;
  /** Width of the terminal; null where there is none. */
  readonly columns: number | null;
  /** The stream itself, for the progress spinner. */
  readonly stream: NodeJS.WritableStream;
  /** Resolves when the text is handed over, so that a slow reader slows the writer down. Rejects with `OutputClosed` when the reader has gone. */
  write(text: string): Promise<void>;
  /** Calls back once when the reader has gone. */
  onClosed(listener: () => void): void;
}

export function createOutput(
  stream: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number },
): Output {
  let closed = false;
  const listeners = new Set<() => void>();
  const isPipeError = (error: unknown) =>
    ['EPIPE', 'ERR_STREAM_DESTROYED'].includes(String((error as NodeJS.ErrnoException).code));
  stream.on('error', (error) => {
    if (!isPipeError(error)) return;
    closed = true;
    for (const listener of listeners) listener();
  });
  return {
    isTTY: stream.isTTY === true,
    columns: stream.columns ?? null,
    stream,
    write: (text) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new OutputClosed());
        stream.write(text, (error) => {
          if (error === null || error === undefined) resolve();
          else reject(isPipeError(error) ? new OutputClosed() : error);
        });
      }),
    onClosed: (listener) => listeners.add(listener),
  };
}
