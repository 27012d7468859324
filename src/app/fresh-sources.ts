import { sha256OfFile } from '../common/files.js';
import { findFiles } from '../ingest/find.js';
import type { SourceSpec } from '../ingest/settings.js';

/** Files that the workspace has not read yet, and the names of those whose very bytes it has. */
export interface FreshSources {
  readonly fresh: readonly SourceSpec[];
  readonly again: readonly string[];
}

/** Tells new files from those with known bytes. Standard input counts as new: it can be read once only. */
export async function freshSources(
  sources: readonly SourceSpec[],
  known: ReadonlySet<string>,
  shownFrom: string,
): Promise<FreshSources> {
  const fresh: SourceSpec[] = [];
  const again: string[] = [];
  for (const file of await findFiles(sources, shownFrom)) {
    if (file.path !== null && known.has(await sha256OfFile(file.path))) again.push(file.name);
    else fresh.push({ role: file.role, patterns: [file.path ?? '-'] });
  }
  return { fresh, again };
}
