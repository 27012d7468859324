import type { Decision } from '../../registry/decisions.js';
import type { RunContext } from '../context.js';
import { appendFact } from './append-fact.js';

/** Adds a decision on the model in use, with the figures of its gates, to the run log's line. */
export function appendDecision(
  context: RunContext,
  { decision, model, before, after, gates }: Decision,
): void {
  appendFact(context, 'decision', decision);
  appendFact(context, 'decided_model', model);
  appendFact(context, 'in_use_before', before);
  appendFact(context, 'in_use', after);
  for (const { gate, found, needed, outcome } of gates) {
    appendFact(
      context,
      `gate_${gate.toLowerCase().replaceAll(/\W+/g, '_')}`,
      `${outcome}: ${found}, needed: ${needed}`,
    );
  }
}
