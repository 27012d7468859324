import { join } from 'node:path';
import { readTextFile } from '../common/file-access.js';
import { writeFileAtomic } from '../common/files.js';

const FILE = 'decisions.jsonl';

/** One decision on which model is in use, with what it went by. */
export interface Decision {
  readonly number: number;
  readonly decision: 'promoted' | 'held' | 'rejected' | 'rolled back' | 'pruned';
  readonly model: string;
  /** The model in use before, and after. */
  readonly before: string | null;
  readonly after: string | null;
  /** `clv fit`, `clv models promote` … */
  readonly by: string;
  readonly why: string;
  readonly gates: readonly {
    readonly gate: string;
    readonly found: string;
    readonly needed: string;
    readonly outcome: string;
  }[];
}

/** Every decision, the oldest first. A line that is cut is skipped. */
export async function readDecisions(models: string): Promise<Decision[]> {
  const text = await readTextFile(join(models, FILE));
  return (text ?? '').split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Decision];
    } catch {
      return [];
    }
  });
}

/** Adds a line. Call it under the workspace's lock. */
export async function recordDecision(models: string, facts: Omit<Decision, 'number'>): Promise<Decision> {
  const before = await readDecisions(models);
  const decision: Decision = { number: (before.at(-1)?.number ?? 0) + 1, ...facts };
  const lines = [...before, decision].map((one) => `${JSON.stringify(one)}\n`);
  await writeFileAtomic(join(models, FILE), lines.join(''));
  return decision;
}
