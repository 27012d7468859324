import { deepFreeze, RESULT_SCHEMA_VERSION, type Result } from '../common/result.js';
import { shownPath } from '../common/shown-path.js';
import type { RunContext } from './context.js';
import { noOrdersRead } from './no-orders-read.js';
import type { Settings } from './settings.js';

/** A result about the workspace or config itself (models, runs, refused rows): no orders were read for it. */
export function workspaceResult(
  context: RunContext,
  settings: Settings,
  headline: string,
  parts: Partial<Result> & Pick<Result, 'tables'>,
): Result {
  return deepFreeze<Result>({
    schemaVersion: RESULT_SCHEMA_VERSION,
    tool: 'clv',
    version: context.version,
    command: context.command,
    headline,
    settings: { workspace: shownPath(settings.workspace.path, settings.cwd) },
    lineage: noOrdersRead(settings),
    notes: [],
    warnings: [],
    figures: [],
    identities: [],
    answers: [],
    ...parts,
  });
}
