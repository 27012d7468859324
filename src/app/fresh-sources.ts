import { sha256OfFile } from '../common/files.js';
import type { SourceFile } from '../common/result.js';
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

/**
 * Tells new files from those with known bytes; one that no known file is as large as need not be read for that. Standard
 * input counts as new: it can be read once only.
 */
export async function freshSources(
  sources: readonly SourceSpec[],
  known: readonly SourceFile[],
  shownFrom: string,
): Promise<FreshSources> {
  const keys = new Set(known.map(bytesKey));
  const sizes = new Set(known.map(({ bytes }) => bytes));
  const fresh: SourceSpec[] = [];
  const again: FreshSources['again'][number][] = [];
  for (const { role, name, path, bytes } of await findFiles(sources, shownFrom)) {
    const mayBeKnown = path !== null && sizes.has(bytes);
    const key = mayBeKnown ? bytesKey({ role, sha256: await sha256OfFile(path) }) : null;
    if (key !== null && keys.has(key)) again.push({ name, key });
    else
      fresh.push(
        path === null ? { role, patterns: ['-'] } : { role, patterns: [path], names: { [path]: name } },
      );
  }
  return { fresh, again };
}
