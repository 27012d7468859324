import { join } from 'node:path';
import { landedDamaged, readingLanded } from '../../common/messages/workspace.js';
import { inLanded, landedScores, missingCopy } from '../../store/landed.js';
import { literal } from '../../store/sql.js';
import type { Store } from '../../store/store.js';
import type { Workspace } from '../../store/workspace.js';
import type { RunContext } from '../context.js';
import { loadFiles } from '../load-files.js';
import type { Settings } from '../settings.js';
import { landedOf } from './manifest.js';
import { insertScores, type ScoresTable } from './scores-table.js';

/**
 * Loads the landed files into the draft of a warehouse, as `clv load` would have done when they came, and the scores
 * that were made of them.
 */
export async function takeIn(
  store: Store,
  workspace: Workspace,
  scratch: string,
  settings: Settings,
  context: RunContext,
): Promise<void> {
  const landed = (await landedOf(workspace))!;
  const files = landed.files.map(({ name, copy }) => ({ name, path: inLanded(workspace, copy) }));
  context.progress.stage(readingLanded(files.map(({ name }) => name)));
  const asRead: Settings = {
    ...settings,
    ...landed.read,
    ingest: { ...landed.read.ingest, tempDirectory: settings.ingest.tempDirectory },
    privacy: { ...settings.privacy, pseudonymKey: null, consent: null },
    sources: [
      {
        role: 'orders',
        patterns: files.map(({ path }) => path),
        names: Object.fromEntries(files.map(({ name, path }) => [path, name])),
      },
    ],
    sourcesFrom: 'command line',
  };
  const missing = await missingCopy(
    workspace,
    landed.files.map(({ copy }) => copy),
  );
  if (missing !== null) throw landedDamaged(workspace.path, join('landed', missing));
  const { lineage } = await loadFiles(
    store,
    workspace,
    scratch,
    asRead,
    context,
    { refusedAreWritten: true },
    true,
  );
  for (const [i, { copy, sha256 }] of landed.files.entries())
    if (lineage.files[i]?.sha256 !== sha256) throw landedDamaged(workspace.path, join('landed', copy));
  const scores = await landedScores(workspace);
  if (scores !== null) {
    await insertScores(store, scores.text as ScoresTable, `read_parquet(${literal(scores.file)})`);
  }
}
