import { deepFreeze, RESULT_SCHEMA_VERSION, type Result } from '../common/result.js';
import { shownPath } from '../common/shown-path.js';
import type { RunContext } from './context.js';
import type { Settings } from './settings.js';

/** A result about the workspace itself (its models, runs, refused rows): no orders were read for it. */
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
    lineage: {
      files: [],
      rowsRead: 0,
      rowsUsed: 0,
      rowsQuarantined: 0,
      rowsIgnored: {},
      asOf: null,
      configDigest: settings.config.digest,
    },
    notes: [],
    warnings: [],
    figures: [],
    identities: [],
    answers: [],
    ...parts,
  });
}
