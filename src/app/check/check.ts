import { minorDigits } from '../../common/money.js';
import {
  type Cell,
  deepFreeze,
  type Note,
  RESULT_SCHEMA_VERSION,
  type Result,
  type Table,
} from '../../common/result.js';
import { exactIdentity } from '../../lenses/identity.js';
import { withBase } from '../base.js';
import type { RunContext } from '../context.js';
import type { Settings } from '../settings.js';
import { contents, gatherFacts } from './contents.js';
import { oddities } from './oddities.js';
import type { CheckScope } from './scope.js';
import { segmentVerdicts } from './segments.js';
import { understood } from './understood.js';
import { verdict } from './verdict.js';

/**
 * Profiles the data and judges them: what was understood of the columns, what is in there, what is odd,
 * and whether it is enough for which analysis.
 */
export async function check(settings: Settings, context: RunContext): Promise<Result> {
  return withBase(
    settings,
    context,
    {
      columns: new Set(['quantity', 'cost', 'profit', 'product_id', 'category']),
      attribute: settings.period.by,
    },
    async (base) => {
      const scope: CheckScope = {
        base,
        settings,
        currency: base.reading.currency,
        digits: minorDigits(base.reading.currency),
      };
      context.progress.stage('profiling');
      const facts = await gatherFacts(scope);
      const judged = verdict(facts, settings);
      const odd = await oddities(scope, facts);
      const tables: Table[] = [
        ...(await understood(scope)),
        ...(await contents(scope, facts)),
        ...odd.tables,
        judged.table,
        ...(settings.period.by === null ? [] : [await segmentVerdicts(scope, settings.period.by)]),
      ];
      return result(
        context,
        scope,
        tables,
        [...base.reading.notes, ...judged.notes],
        [...base.reading.warnings, ...base.observation.warnings, ...odd.warnings],
        judged.answers,
      );
    },
  );
}

function result(
  context: RunContext,
  { base, settings }: CheckScope,
  tables: readonly Table[],
  notes: readonly Note[],
  warnings: readonly Note[],
  answers: Result['answers'],
): Result {
  const { lineage, observation } = base;
  const ignored = Object.values(lineage.rowsIgnored).reduce((sum, rows) => sum + rows, 0);
  const span =
    observation.asOf === null ? 'no orders' : `${observation.firstOrderDate} to ${observation.asOf}`;
  const shown: Record<string, Cell> = {
    as_of: observation.asOf,
    time_zone: settings.ingest.timeZone,
    by: settings.period.by,
  };
  return deepFreeze<Result>({
    schemaVersion: RESULT_SCHEMA_VERSION,
    tool: 'clv',
    version: context.version,
    command: context.command,
    headline: `Check · ${span} · ${base.reading.currency ?? 'currency not named'}`,
    settings: shown,
    lineage,
    notes,
    warnings,
    tables,
    figures: [],
    identities: [
      exactIdentity(
        'rows',
        'rows read = rows used + rows quarantined + rows ignored by a named rule',
        lineage.rowsRead,
        lineage.rowsUsed + lineage.rowsQuarantined + ignored,
      ),
    ],
    answers,
  });
}
