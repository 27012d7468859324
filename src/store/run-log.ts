import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Version of the lines; readers leave lines of a later one alone. */
export const RUN_SCHEMA = 1;

export type FactValue = string | number | boolean | null;

/** What one run did: a line of `runs/runs.jsonl`. No customer, no value of a row, no message that may hold one. */
export interface RunEntry {
  readonly schema: number;
  readonly id: string;
  /** Id of the `clv run` that this run is a step of. */
  readonly parent: string | null;
  readonly command: string;
  readonly version: string;
  /** Wall clock, UTC. */
  readonly started: string;
  readonly finished: string;
  /** By a clock that never jumps. */
  readonly seconds: number;
  readonly exit: number;
  /** Code of the error; null where there was none. */
  readonly error: string | null;
  readonly configDigest: string;
  readonly asOf: string | null;
  readonly inputs: readonly {
    readonly name: string;
    readonly role: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly rows: number;
  }[];
  readonly rows: {
    readonly read: number;
    readonly used: number;
    readonly quarantined: number;
    readonly ignored: number;
  };
  readonly stages: readonly { readonly name: string; readonly seconds: number }[];
  readonly peakMemoryBytes: number;
  readonly outputs: readonly string[];
  readonly model: string | null;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  /** What a command adds of its own: decisions of gates, receipts. */
  readonly facts: Readonly<Record<string, FactValue>>;
}

export interface RunLog {
  /** In the order in which they ended. */
  readonly entries: readonly RunEntry[];
  /** Lines that a crash has cut, or that a later version wrote. */
  readonly unreadable: number;
}

/** Adds a line in one write, after mending the end of a file that a crash has cut. */
export async function appendRun(runs: string, entry: RunEntry): Promise<void> {
  const file = await open(join(runs, LOG), 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const start = size > 0 && last.toString() !== '\n' ? '\n' : '';
    await file.write(`${start}${JSON.stringify(entry)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function readRuns(runs: string): Promise<RunLog> {
  const text = await readFile(join(runs, LOG), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').filter((line) => line !== '');
  const entries = lines.map(parse).filter((entry) => entry !== null);
  return { entries, unreadable: lines.length - entries.length };
}

const LOG = 'runs.jsonl';

function parse(line: string): RunEntry | null {
  try {
    const entry = JSON.parse(line) as RunEntry;
    return entry.schema <= RUN_SCHEMA && typeof entry.id === 'string' ? entry : null;
  } catch {
    return null;
  }
}
