import {
  deepFreeze,
  type Note,
  RESULT_SCHEMA_VERSION,
  type Result,
  type Table,
} from '../../common/result.js';
import { shownPath } from '../../common/shown-path.js';
import type { RunContext } from '../context.js';
import type { Settings } from '../settings.js';

/** What a privacy command did, as a result: counts, no ids. */
export function privacyResult(
  context: RunContext,
  settings: Settings,
  headline: string,
  tables: readonly Table[],
  notes: readonly Note[] = [],
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
    notes,
    warnings: [],
    tables,
    figures: [],
    identities: [],
    answers: [],
  });
}
