import { sha256OfFile } from '../common/files.js';
import { findFiles } from '../ingest/find.js';
import type { SourceSpec } from '../ingest/settings.js';

/** Files that the workspace has not read yet, and those whose very bytes it has read in the same role. */
export interface FreshSources {
  readonly fresh: readonly SourceSpec[];
  readonly again: readonly { readonly name: string; readonly key: string }[];
}

/** What makes a file the same as one that was read before. */
export function bytesKey({ role, sha256 }: { readonly role: string; readonly sha256: string }): string {
  return `${role} ${sha256}`;
}

/** Tells new files from those with known bytes. Standard input counts as new: it can be read once only. */
export async function freshSources(
  sources: readonly SourceSpec[],
  known: ReadonlySet<string>,
  shownFrom: string,
): Promise<FreshSources> {
  const fresh: SourceSpec[] = [];
  const again: FreshSources['again'][number][] = [];
  for (const { role, name, path } of await findFiles(sources, shownFrom)) {
    const key = path === null ? null : bytesKey({ role, sha256: await sha256OfFile(path) });
    if (key !== null && known.has(key)) again.push({ name, key });
    else fresh.push({ role, patterns: [path ?? '-'] });
  }
  return { fresh, again };
}
