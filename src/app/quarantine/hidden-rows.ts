import { literal } from '../../store/sql.js';
import type { Store } from '../../store/store.js';
import { judgeRefused } from '../privacy/refused-rows.js';
import type { Settings } from '../settings.js';

/** Where it stands who may be shown. */
export interface WhoMayBeShown {
  readonly profiles: string;
  readonly attributes: string;
}

const STORED: WhoMayBeShown = { profiles: 'customer_profiles', attributes: 'customer_profile_attributes' };

/**
 * Row ids of refused rows whose customer may not be shown; where a consent is asked for, also those of customers whom
 * nothing but refused rows tells of. A row that does not come apart tells no customer.
 */
export async function hiddenRefused(
  store: Store,
  settings: Settings,
  { profiles, attributes }: WhoMayBeShown = STORED,
): Promise<ReadonlySet<number>> {
  const { consent } = settings.privacy;
  const ids = async (where: string) =>
    new Set((await store.rows(`select customer_id from ${profiles} as p where ${where}`)).map(idOf));
  const gave = `exists (select 1 from ${attributes} as a where a.customer_id = p.customer_id
    and kind = 'consent' and name = ${literal(consent ?? '')} and value = 'true')`;
  const hidden = await ids(consent === null ? 'not is_visible' : `not (is_visible and ${gave})`);
  const consenting = consent === null ? null : await ids(gave);
  const found = new Set<number>();
  if (hidden.size === 0 && consenting === null) return found;
  await judgeRefused(store, 'quarantine', settings.ingest.columns, ({ id, raw, cells, customerAt }) => {
    const customer = customerAt === null ? '' : (cells[customerAt] ?? '').trim();
    const isTheirs =
      customerAt === null
        ? cells.some((cell) => hidden.has(cell.trim())) || hidden.has(raw.trim())
        : hidden.has(customer) || (consenting !== null && customer !== '' && !consenting.has(customer));
    if (isTheirs) found.add(id);
    return 'keep';
  });
  return found;
}

function idOf({ customer_id }: Readonly<Record<string, unknown>>): string {
  return String(customer_id);
}
