import type { Progress } from '../common/progress.js';
import type { Processes } from '../store/processes.js';
import type { Journal } from './runs/journal.js';

/** What a use-case gets beside its settings: the outside world, as far as it may touch it. */
export interface RunContext {
  /** Name of the command for locks and run logs: `clv load`. */
  readonly command: string;
  /** Version of the package, for results. */
  readonly version: string;
  readonly progress: Progress;
  /** Aborts on Ctrl-C, on `--timeout` and when nobody reads the output any more. */
  readonly signal: AbortSignal;
  /** Null when standard input is a terminal. */
  readonly stdin: NodeJS.ReadableStream | null;
  readonly processes: Processes;
  /** Memory of the machine, or of the container that the program may not leave; absent where nobody knows. */
  readonly machineBytes?: number;
  /** Clean-ups for a process that must leave at once; they are synchronous and don't throw. */
  readonly atExit: Set<() => void>;
  /** Path of the workspace whose lock the run holds already; absent where it takes it anew for each step. */
  readonly holdsLockOf?: string;
  /** Gathers what the run does, for the run log; absent where nobody keeps one. */
  readonly journal?: Journal;
}

export type { Processes } from '../store/processes.js';
