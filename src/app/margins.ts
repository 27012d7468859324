import type { Store } from '../store/store.js';
import type { MartSettings } from './settings.js';

/** Puts the margins of the settings into the store, for lines whose profit nothing else tells. */
export async function storeMargins(
  store: Store,
  settings: MartSettings,
  place: 'stored' | 'temporary' = 'stored',
): Promise<void> {
  const temporary = place === 'temporary' ? 'temporary ' : '';
  await store.run(`create or replace ${temporary}table margins (category varchar, margin_pct decimal(9,6))`);
  for (const [category, share] of marginRows(settings)) {
    await store.run('insert into margins values ($category, cast($share as decimal(9,6)))', {
      category,
      share,
    });
  }
}

/** The margins as one text, to tell whether two runs used the same. */
export function marginsText(settings: MartSettings): string {
  return JSON.stringify(marginRows(settings));
}

function marginRows({
  margin,
  categoryMargins,
}: MartSettings): (readonly [category: string | null, share: string])[] {
  const named = Object.entries(categoryMargins).sort(([a], [b]) => (a < b ? -1 : 1));
  return margin === null ? named : [...named, [null, margin]];
}
