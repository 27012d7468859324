import { fileFailure } from '../../common/file-access.js';
import { runNotLogged } from '../../common/messages/runs.js';
import { appendRun, type RunEntry } from '../../store/run-log.js';
import { existingWorkspace } from '../../store/workspace.js';
import type { Settings } from '../settings.js';
import { writeReportFile } from '../write-report.js';
import { prometheusText } from './metrics.js';

/**
 * Puts a run into the log of its workspace, if there is one, and into the file of `--metrics`. A log that can't be
 * written undoes no work: what is wrong is returned in words.
 */
export async function logRun(
  entry: RunEntry,
  settings: Settings,
  { inWorkspace }: { readonly inWorkspace: boolean },
): Promise<string[]> {
  const problems: string[] = [];
  const attempt = async (path: string, work: () => Promise<void>) => {
    await work().catch((error: unknown) => problems.push(runNotLogged(path, fileFailure(error))));
  };
  const workspace = await existingWorkspace(settings.workspace.path).catch(() => null);
  if (inWorkspace && workspace !== null)
    await attempt(workspace.runs, () => appendRun(workspace.runs, entry));
  const { metrics } = settings.runtime;
  if (metrics !== null) await attempt(metrics, () => writeReportFile(metrics, prometheusText(entry)));
  return problems;
}
