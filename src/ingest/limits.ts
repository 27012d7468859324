import { type RefusedExample, tooManyRefused, tooManyWithoutCustomer } from '../common/messages/ingest.js';
import { money } from '../common/money.js';
import type { Store } from '../store/store.js';
import type { FileIntake, Intake, Reason } from './intake.js';
import type { IngestSettings, SourceRole } from './settings.js';

/**
 * Throws when too much was refused: of the rows of a role, or of the money of the orders. Rows without a customer
 * count as read, not as refused; they have a limit of their own. Rows that the settings don't count are looked for only
 * where a limit is passed with them.
 */
export async function checkLimits(store: Store, intake: Intake, settings: IngestSettings): Promise<void> {
  if (passed(intake, settings) === null) return;
  await store.run('create or replace temporary table uncounted (id bigint)');
  const counting = await withoutUncounted(store, intake, settings);
  const over = passed(counting, settings);
  if (over?.of === 'refused') {
    const { role, rows, share } = over;
    const reasons = sumReasons(counting.files.filter((file) => file.role === role));
    const examples = await examplesOf(store, role, intake);
    throw tooManyRefused(
      role,
      rows,
      share === null ? null : { share },
      settings.maxQuarantine,
      reasons,
      examples,
    );
  }
  if (over !== null) throw tooManyWithoutCustomer(over.missing, over.read, settings.maxMissingCustomer!);
}

type Passed =
  | {
      readonly of: 'refused';
      readonly role: SourceRole;
      readonly rows: { readonly refused: number; readonly read: number };
      /** Of the money, where it alone passes the limit. */
      readonly share: number | null;
    }
  | { readonly of: 'without customer'; readonly missing: number; readonly read: number };

/** The first limit that is passed. */
function passed(intake: Intake, { maxQuarantine, maxMissingCustomer }: IngestSettings): Passed | null {
  for (const role of ['orders', 'customers', 'products'] as const) {
    const files = intake.files.filter((file) => file.role === role);
    const read = files.reduce((sum, file) => sum + file.rowsRead - ignoredOf(file), 0);
    const used = files.reduce((sum, file) => sum + file.rowsUsed, 0);
    if (read === 0) continue;
    const missing = sumReasons(files).missing_customer ?? 0;
    const counting = read - used - missing;
    const share = role === 'orders' ? moneyShare(intake) : null;
    const overRows = counting / read > maxQuarantine || (used === 0 && Number.isFinite(maxQuarantine));
    if (overRows || (share !== null && share > maxQuarantine)) {
      const rows = { refused: used === 0 ? read : counting, read };
      return { of: 'refused', role, rows, share: overRows ? null : share };
    }
    if (role === 'orders' && maxMissingCustomer !== null && missing / read > maxMissingCustomer)
      return { of: 'without customer', missing, read };
  }
  return null;
}

/** The account as if the rows that don't count had not been there; their places go to the table `uncounted`. */
async function withoutUncounted(
  store: Store,
  intake: Intake,
  { uncounted }: IngestSettings,
): Promise<Intake> {
  const ids = (await uncounted?.(store)) ?? [];
  for (let from = 0; from < ids.length; from += 1000)
    await store.run(
      `insert into uncounted values ${ids
        .slice(from, from + 1000)
        .map((id) => `(${id})`)
        .join(', ')}`,
    );
  const rows = await store.rows(
    `select file, reason, count(*) as n, coalesce(sum(abs(amount)), 0)::varchar as money
    from quarantine where rowid in (select id from uncounted) group by file, reason`,
  );
  const files = intake.files.map((file) => {
    const theirs = rows.filter((row) => row.file === file.name);
    const refused: Partial<Record<Reason, number>> = { ...file.rowsQuarantined };
    for (const { reason, n } of theirs)
      refused[reason as Reason] = (refused[reason as Reason] ?? 0) - Number(n);
    const gone = theirs.reduce((sum, { n }) => sum + Number(n), 0);
    return { ...file, rowsRead: file.rowsRead - gone, rowsQuarantined: refused };
  });
  const moneyOf = (some: typeof rows) =>
    some.reduce((sum, row) => sum.plus(money(String(row.money))), money('0'));
  const less = (all: string, some: typeof rows) => money(all).minus(moneyOf(some)).toFixed(4);
  return {
    ...intake,
    files,
    moneyRefused: less(intake.moneyRefused, rows),
    moneyWithoutCustomer: less(
      intake.moneyWithoutCustomer,
      rows.filter(({ reason }) => reason === 'missing_customer'),
    ),
  };
}

/** Refused rows of several files by reason. */
export function sumReasons(files: readonly FileIntake[]): Partial<Record<Reason, number>> {
  const sum: Partial<Record<Reason, number>> = {};
  for (const { rowsQuarantined } of files) {
    for (const [reason, n] of Object.entries(rowsQuarantined) as [Reason, number][]) {
      sum[reason] = (sum[reason] ?? 0) + n;
    }
  }
  return sum;
}

export function ignoredOf(file: FileIntake): number {
  return Object.values(file.rowsIgnored).reduce((sum, n) => sum + n, 0);
}

function moneyShare(intake: Intake): number | null {
  const refused = money(intake.moneyRefused);
  const all = money(intake.moneyUsed).plus(refused);
  return all.isZero() ? null : refused.minus(intake.moneyWithoutCustomer).div(all).toNumber();
}

async function examplesOf(store: Store, role: SourceRole, intake: Intake): Promise<RefusedExample[]> {
  const names = new Set(intake.files.filter((file) => file.role === role).map(({ name }) => name));
  const rows = await store.rows(
    `select file, row_number, field, value, reason from (select *, row_number() over (partition by file, reason order by row_number) as k, count(*) over (partition by reason) as n from quarantine where rowid not in (select id from uncounted)) where k = 1 order by reason = 'missing_customer', n desc, reason, file limit 20`,
  );
  return rows
    .filter(({ file }) => names.has(String(file)))
    .slice(0, 3)
    .map((row) => ({
      file: String(row.file),
      row: Number(row.row_number),
      field: String(row.field),
      value: row.value === null ? null : String(row.value),
      reason: String(row.reason),
    }));
}
