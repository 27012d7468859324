import { totalmem } from 'node:os';
import type { Processes } from '../app/context.js';
import { ExitCode } from '../common/errors.js';
import { createOutput, type Output } from './output.js';

/** The outside world of a command line. Tests hand in their own and run `main` in their process. */
export interface CliStreams {
  readonly out: Output;
  readonly err: Output;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly processes: Processes;
  readonly machineBytes?: number;
  /** Ctrl-C or a polite kill; returns the way to stop listening. */
  onInterrupt(listener: () => void): () => void;
  /** Leaves at once, for work that does not stop by itself. */
  exit(code: number): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export function processStreams(): CliStreams {
  return {
    out: createOutput(process.stdout),
    err: createOutput(process.stderr),
    get stdin() {
      return process.stdin;
    },
    env: process.env,
    cwd: process.cwd(),
    processes: { pid: process.pid, isAlive },
    machineBytes: Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
    onInterrupt(listener) {
      for (const signal of SIGNALS) process.on(signal, listener);
      return () => {
        for (const signal of SIGNALS) process.off(signal, listener);
      };
    },
    exit: leave,
  };
}

/**
 * `process.exit` would wait for threads that are at work: the default action of a signal does not. A shell
 * sees 130 for the first of them.
 */
function leave(code: number): void {
  const signal = code === ExitCode.interrupted ? 'SIGINT' : 'SIGTERM';
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** A process that belongs to someone else can't be signalled, but it lives. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
