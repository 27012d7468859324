import { keyedHash, pseudonym } from '../../privacy/keyed-hash.js';
import type { Store } from '../../store/store.js';
import type { Workspace } from '../../store/workspace.js';
import { textFact } from '../ledger.js';
import type { Settings } from '../settings.js';
import { readKey, tombstoneKey } from './key-file.js';
import { PSEUDONYM_KEY } from './pseudonym-key.js';
import { judgeRefused, placesOfIds, type RefusedRow, type Verdict } from './refused-rows.js';
import { tombstones } from './tombstones.js';

/** Whether a refused row is of a forgotten customer; where it does not say whose it is, any of its cells may be the id. */
export function rowsForgotten(
  hashes: ReadonlySet<string>,
  key: Uint8Array,
): (row: Pick<RefusedRow, 'cells' | 'customerAt'>) => boolean {
  const isForgotten = (cell: string) => cell.trim() !== '' && hashes.has(keyedHash(key, cell.trim()));
  return ({ cells, customerAt }) => (customerAt === null ? cells : [cells[customerAt]!]).some(isForgotten);
}

/** Another customer's refused row without the cells that are the id of a forgotten one. */
export function withoutMentions(
  hashes: ReadonlySet<string>,
  key: Uint8Array,
): (row: Pick<RefusedRow, 'cells' | 'customerAt'>) => Verdict {
  return (row) => {
    const mentions = placesOfIds(row).filter((k) => hashes.has(keyedHash(key, row.cells[k]!.trim())));
    return mentions.length === 0
      ? 'keep'
      : { cells: row.cells.map((cell, k) => (mentions.includes(k) ? '' : cell)) };
  };
}

/**
 * Finds the freshly refused rows of forgotten customers, which the gate will leave out, for limits that are judged before
 * it; null where nobody was forgotten.
 */
export async function forgottenAmongRefused(
  store: Store,
  workspace: Workspace,
  { ingest, privacy }: Settings,
): Promise<((incoming: Store) => Promise<readonly number[]>) | null> {
  const hashes = await tombstones(store);
  if (hashes.size === 0) return null;
  const isForgotten = rowsForgotten(hashes, await tombstoneKey(workspace));
  const hasPseudonyms = (await textFact(store, PSEUDONYM_KEY)) !== null;
  const pseudonyms =
    hasPseudonyms && privacy.pseudonymKey !== null ? await readKey(privacy.pseudonymKey, workspace) : null;
  return async (incoming) => {
    const found: number[] = [];
    await judgeRefused(incoming, 'quarantine', ingest.columns, (row) => {
      const asPseudonyms = (key: Uint8Array) =>
        row.cells.map((cell) => (cell.trim() === '' ? '' : pseudonym(key, cell.trim())));
      const isTheirs =
        isForgotten(row) || (pseudonyms !== null && isForgotten({ ...row, cells: asPseudonyms(pseudonyms) }));
      if (isTheirs) found.push(row.id);
      return 'keep';
    });
    return found;
  };
}
