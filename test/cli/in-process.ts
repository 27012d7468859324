import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { main } from '../../src/cli/main.js';
import { createOutput } from '../../src/cli/output.js';
import type { CliStreams } from '../../src/cli/streams.js';
import { realProcesses } from '../real-processes.js';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface World {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly columns?: number;
  /** Gets the way to press Ctrl-C. */
  readonly withInterrupt?: (press: () => void) => void;
  /** Is told when the process would be left at once. */
  readonly exited?: (code: number) => void;
}

/** Runs the command line in this process, in a world of its own. */
export async function clv(args: readonly string[], world: World = {}): Promise<Ended> {
  const { streams, out, err } = testStreams(world);
  const code = await main(['node', 'clv', ...args], streams);
  return { code, out: out(), err: err() };
}

/** Streams that gather what is written to them. */
export function testStreams(world: World = {}): {
  readonly streams: CliStreams;
  readonly out: () => string;
  readonly err: () => string;
} {
  const out = collector(world.columns);
  const err = collector();
  const interrupts = new Set<() => void>();
  world.withInterrupt?.(() => {
    for (const listener of interrupts) listener();
  });
  const streams: CliStreams = {
    out: createOutput(out.stream),
    err: createOutput(err.stream),
    stdin: world.stdin === undefined ? new PassThrough().end() : Readable.from([world.stdin]),
    env: world.env ?? {},
    cwd: world.cwd ?? tmpdir(),
    processes: realProcesses,
    onInterrupt(listener) {
      interrupts.add(listener);
      return () => interrupts.delete(listener);
    },
    exit: (code) => world.exited?.(code),
  };
  return { streams, out: out.text, err: err.text };
}

/** An empty folder, to be removed by its owner. */
export function emptyFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'clv-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs the work in an empty folder, which is removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = emptyFolder();
  try {
    return await work(folder.path);
  } finally {
    folder.remove();
  }
}

function collector(columns?: number) {
  const parts: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      parts.push(String(chunk));
      done();
    },
  });
  return {
    stream: columns === undefined ? stream : Object.assign(stream, { isTTY: true, columns }),
    text: () => parts.join(''),
  };
}
