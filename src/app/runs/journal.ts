import { randomUUID } from 'node:crypto';
import { resourceUsage } from 'node:process';
import type { Progress } from '../../common/progress.js';
import type { Result } from '../../common/result.js';
import { shownPath } from '../../common/shown-path.js';
import { type FactValue, RUN_SCHEMA, type RunEntry } from '../../store/run-log.js';
import type { Settings } from '../settings.js';

/** How a run ended. */
export interface Ending {
  readonly exit: number;
  readonly error: string | null;
}

/** Gathers what one run does, for the run log, `--metrics` and `--log json`. */
export class Journal {
  readonly id: string = randomUUID();
  private readonly started = new Date();
  private readonly start = performance.now();
  private stageStart = this.start;
  private stageName: string | null = null;
  private readonly stages = new Map<string, number>();
  private readonly outputs = new Set<string>();
  private readonly facts: Record<string, FactValue> = {};
  private last: Result | null = null;

  constructor(
    private readonly command: string,
    private readonly version: string,
    private readonly parent: string | null = null,
  ) {}

  /** The same progress, with the time of each stage taken. */
  watch(progress: Progress): Progress {
    return {
      stage: (text) => {
        this.endStage();
        this.stageName = text;
        progress.stage(text);
      },
      fraction: (done) => progress.fraction(done),
    };
  }

  /** What the command found; the last one counts. */
  result(result: Result): void {
    this.last = result;
  }

  /** A file or folder that the run has written. */
  output(path: string): void {
    this.outputs.add(path);
  }

  fact(name: string, value: FactValue): void {
    this.facts[name] = value;
  }

  entry({ exit, error }: Ending, settings: Settings): RunEntry {
    this.endStage();
    const { last } = this;
    const lineage = last?.lineage;
    return {
      schema: RUN_SCHEMA,
      id: this.id,
      parent: this.parent,
      command: this.command,
      version: this.version,
      started: this.started.toISOString(),
      finished: new Date().toISOString(),
      seconds: seconds(performance.now() - this.start),
      exit,
      error,
      configDigest: settings.config.digest,
      asOf: lineage?.asOf ?? null,
      inputs: lineage?.files ?? [],
      rows: {
        read: lineage?.rowsRead ?? 0,
        used: lineage?.rowsUsed ?? 0,
        quarantined: lineage?.rowsQuarantined ?? 0,
        ignored: Object.values(lineage?.rowsIgnored ?? {}).reduce((sum, rows) => sum + rows, 0),
      },
      stages: [...this.stages].map(([name, ms]) => ({ name, seconds: seconds(ms) })),
      peakMemoryBytes: resourceUsage().maxRSS * 1024,
      outputs: [...this.outputs].map((path) => shownPath(path, settings.cwd)),
      model: typeof last?.settings.model === 'string' ? last.settings.model : null,
      notes: codes(last?.notes),
      warnings: codes(last?.warnings),
      facts: this.facts,
    };
  }

  private endStage(): void {
    const now = performance.now();
    if (this.stageName !== null) {
      this.stages.set(this.stageName, (this.stages.get(this.stageName) ?? 0) + now - this.stageStart);
    }
    this.stageStart = now;
    this.stageName = null;
  }
}

function codes(notes: Result['notes'] = []): string[] {
  return [...new Set(notes.map(({ code }) => code))];
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}
