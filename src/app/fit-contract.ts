import { readTextFile } from '../common/file-access.js';
import { sha256OfText } from '../common/files.js';
import { fitFailed, survivorsFile } from '../common/messages/fit.js';
import { deepFreeze, RESULT_SCHEMA_VERSION, type Result } from '../common/result.js';
import type { Fit } from '../models/fit/fit-record.js';
import { sbg } from '../models/sbg/index.js';
import { MODEL_SCHEMA, type ModelLineage } from '../registry/model-record.js';
import type { ContractRecord } from '../registry/other-records.js';
import { saveOtherModel } from '../registry/save-model.js';
import type { RunContext } from './context.js';
import type { FitOutcome } from './fit.js';
import { contractTables } from './modelling/contract-tables.js';
import { readSurvivors } from './modelling/survivors.js';
import { withWorkspaceLock } from './open-store.js';
import type { Settings } from './settings.js';

/** Fits sBG to a table of survivors and registers it; it is never the model that scores. */
export async function fitContract(settings: Settings, context: RunContext): Promise<FitOutcome> {
  const [source, ...rest] = settings.sources.flatMap(({ patterns }) => patterns);
  if (source === undefined || source === '-' || rest.length > 0 || settings.sourcesFrom !== 'command line')
    throw survivorsFile(source ?? null);
  const text = await readTextFile(source);
  if (text === null) throw survivorsFile(source);
  const survivors = readSurvivors(text, source);
  const { posterior: _, ...fit } = sbg.fit(survivors) as ReturnType<typeof sbg.fit>;
  const record: ContractRecord = {
    schemaVersion: MODEL_SCHEMA,
    tool: 'clv',
    version: context.version,
    kind: 'contract',
    status: fit.predictor === null ? 'rejected' : 'usable',
    customers: survivors[0]!,
    reasons: fit.reasons,
    frequency: fit as unknown as Fit,
    survivors,
  };
  const name = source.split(/[\\/]/).at(-1)!;
  const lineage: ModelLineage = {
    files: [
      {
        name,
        role: 'survivors',
        bytes: Buffer.byteLength(text),
        sha256: sha256OfText(text),
        rows: survivors.length,
      },
    ],
    rowsRead: survivors.length,
    rowsUsed: survivors.length,
    rowsQuarantined: 0,
    rowsIgnored: {},
    configDigest: settings.config.digest,
  };
  const { id } = await withWorkspaceLock(settings, context, ({ models }) =>
    saveOtherModel(models, record, lineage),
  );
  const result = deepFreeze<Result>({
    schemaVersion: RESULT_SCHEMA_VERSION,
    tool: 'clv',
    version: context.version,
    command: context.command,
    headline: `Model ${id} of contracts · ${survivors[0]!.toLocaleString('en-US')} customers, ${survivors.length - 1} renewals`,
    settings: { model: id, model_asked: 'sbg' },
    lineage: { ...lineage, files: lineage.files as Result['lineage']['files'], asOf: null },
    notes: [
      {
        code: 'contract_scores_nobody',
        text: 'A model of contracts knows survivors, not customers: the model that clv score uses stays as it is.',
      },
    ],
    warnings: [...fit.reasons],
    tables: contractTables(id, record),
    figures: [],
    identities: [],
    answers: [],
  });
  return {
    result,
    failure:
      record.status === 'usable'
        ? null
        : fitFailed(
            'sbg',
            id,
            fit.reasons.map((reason) => reason.text),
          ),
  };
}
