import type { FactValue } from '../../store/run-log.js';
import type { RunContext } from '../context.js';

/** Adds a fact to the line that the run log gets of this run: a decision, a count. No personal data. */
export function appendFact(context: RunContext, name: string, value: FactValue): void {
  context.journal?.fact(name, value);
}
