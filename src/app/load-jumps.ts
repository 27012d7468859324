import { loadJump } from '../common/messages/load.js';
import { toModelAmount } from '../common/money.js';
import type { Note } from '../common/result.js';
import { identifier } from '../store/sql.js';
import type { Store } from '../store/store.js';
import type { LoadProfile } from './ledger.js';

/** With fewer loads before there is no usual to compare with. */
const ENOUGH_LOADS = 3;
const FACTOR = 3;
const NULL_SHARE_POINTS = 0.1;

const WATCHED = ['quantity', 'product_id', 'category', 'profit', 'attributes'] as const;

/** What freshly read lines look like. */
export async function loadProfile(store: Store, database: string): Promise<LoadProfile> {
  const nulls = WATCHED.map(
    (name) => `coalesce(avg(case when ${name} is null then 1 else 0 end), 0) as ${name}`,
  ).join(', ');
  const row = await store.one(`select count(*) as rows, coalesce(sum(abs(amount)), 0) as money, ${nulls}
    from ${identifier(database)}.main.order_lines`);
  return {
    rows: Number(row.rows),
    money: String(row.money),
    nullShares: Object.fromEntries(WATCHED.map((name) => [name, Number(row[name])])),
  };
}

/** Warns when a load's rows, money or shares of missing values are far from those of the loads before it. */
export function loadJumps(earlier: readonly (LoadProfile | null)[], now: LoadProfile): Note[] {
  const before = earlier.filter((profile) => profile !== null);
  if (before.length < ENOUGH_LOADS || now.rows === 0) return [];
  const usual = (part: (profile: LoadProfile) => number) => median(before.slice(-7).map(part));
  const notes: Note[] = [];
  const amounts = [
    ['rows', (profile: LoadProfile) => profile.rows],
    ['money', (profile: LoadProfile) => toModelAmount(profile.money)],
  ] as const;
  for (const [name, part] of amounts) {
    const expected = usual(part);
    const found = part(now);
    if (expected > 0 && (found > expected * FACTOR || found * FACTOR < expected))
      notes.push(loadJump(name, found, expected));
  }
  for (const name of WATCHED) {
    const expected = usual((profile) => profile.nullShares[name] ?? 0);
    const found = now.nullShares[name] ?? 0;
    if (Math.abs(found - expected) > NULL_SHARE_POINTS)
      notes.push(loadJump(`the share of rows without ${name}`, found, expected, true));
  }
  return notes;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
