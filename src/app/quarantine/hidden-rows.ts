import type { Store } from '../../store/store.js';
import { judgeRefused } from '../privacy/refused-rows.js';
import type { Settings } from '../settings.js';

/**
 * Row ids of refused rows whose customer may not be shown, by a table of those; a row that does not come apart tells no
 * customer.
 */
export async function hiddenRefused(
  store: Store,
  settings: Settings,
  from = 'customer_profiles where not is_visible',
): Promise<ReadonlySet<number>> {
  const rows = await store.rows(`select customer_id from ${from}`);
  const hidden = new Set(rows.map(({ customer_id }) => String(customer_id)));
  const found = new Set<number>();
  if (hidden.size === 0) return found;
  await judgeRefused(store, 'quarantine', settings.ingest.columns, ({ id, raw, cells, customerAt }) => {
    const isTheirs =
      customerAt === null
        ? cells.some((cell) => hidden.has(cell.trim())) || hidden.has(raw.trim())
        : hidden.has((cells[customerAt] ?? '').trim());
    if (isTheirs) found.add(id);
    return 'keep';
  });
  return found;
}
