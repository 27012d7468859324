import { identityFailed } from '../common/messages/lenses.js';
import { type Cell, deepFreeze, type Note, RESULT_SCHEMA_VERSION, type Result } from '../common/result.js';
import { exactIdentity } from '../lenses/identity.js';
import type { LensReport } from '../lenses/report.js';
import type { Base } from './base.js';
import type { RunContext } from './context.js';

/** Joins what was read and what the lenses found into the one frozen result. */
export function assembleResult(
  context: RunContext,
  base: Pick<Base, 'lineage' | 'reading' | 'observation'>,
  report: LensReport,
  headline: string,
  settings: Readonly<Record<string, Cell>>,
): Result {
  const { lineage, reading, observation } = base;
  const ignored = Object.values(lineage.rowsIgnored).reduce((sum, rows) => sum + rows, 0);
  const rows = exactIdentity(
    'rows',
    'rows read = rows used + rows quarantined + rows ignored by a named rule',
    lineage.rowsRead,
    lineage.rowsUsed + lineage.rowsQuarantined + ignored,
  );
  const identities = [rows, ...report.identities];
  return deepFreeze<Result>({
    schemaVersion: RESULT_SCHEMA_VERSION,
    tool: 'clv',
    version: context.version,
    command: context.command,
    headline,
    settings,
    lineage,
    notes: [...reading.notes, ...report.notes],
    warnings: [...failures(identities), ...reading.warnings, ...observation.warnings, ...report.warnings],
    tables: report.tables,
    figures: report.figures,
    identities,
    answers: report.answers,
  });
}

function failures(identities: Result['identities']): Note[] {
  return identities.filter(({ holds }) => !holds).map(identityFailed);
}
