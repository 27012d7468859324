import { idsNotPseudonyms, keyMissing, keyOther } from '../../common/messages/privacy.js';
import { shownPath } from '../../common/shown-path.js';
import { keyFingerprint } from '../../privacy/keyed-hash.js';
import type { Store } from '../../store/store.js';
import type { Workspace } from '../../store/workspace.js';
import { textFact, writeTextFact } from '../ledger.js';
import type { Settings } from '../settings.js';
import { readKey } from './key-file.js';

/** The fact of the warehouse that tells which key made its pseudonyms. */
export const PSEUDONYM_KEY = 'pseudonym_key';

/** The key that the workspace needs, checked against the one that made its pseudonyms; null = ids stay as they are. */
export async function pseudonymKeyOf(
  store: Store,
  workspace: Workspace,
  settings: Settings,
): Promise<Uint8Array | null> {
  const { pseudonymKey } = settings.privacy;
  const shown = shownPath(workspace.path, settings.cwd);
  const known = await textFact(store, PSEUDONYM_KEY);
  if (pseudonymKey === null) {
    if (known !== null) throw keyMissing(shown);
    return null;
  }
  const key = await readKey(pseudonymKey, workspace);
  if (known !== null && known !== keyFingerprint(key)) throw keyOther(shown, pseudonymKey);
  if (known === null) {
    const { rows } = await store.one(
      'select (select count(*) from order_lines) + (select count(*) from customer_records) as rows',
    );
    if (Number(rows) > 0) throw idsNotPseudonyms(shown);
    await writeTextFact(store, PSEUDONYM_KEY, keyFingerprint(key));
  }
  return key;
}
