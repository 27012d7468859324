import { type RefusedExample, tooManyRefused, tooManyWithoutCustomer } from '../common/messages/ingest.js';
import { money } from '../common/money.js';
import type { Store } from '../store/store.js';
import type { FileIntake, Intake, Reason } from './intake.js';
import type { IngestSettings, SourceRole } from './settings.js';

/**
 * Throws when too much was refused: of the rows of a role, or of the money of the orders. Rows without a customer
 * count as read, not as refused; they have a limit of their own.
 */
export async function checkLimits(store: Store, intake: Intake, settings: IngestSettings): Promise<void> {
  for (const role of ['orders', 'customers', 'products'] as const) {
    const files = intake.files.filter((file) => file.role === role);
    const read = files.reduce((sum, file) => sum + file.rowsRead - ignoredOf(file), 0);
    const used = files.reduce((sum, file) => sum + file.rowsUsed, 0);
    if (read === 0) continue;
    const reasons = sumReasons(files);
    const missing = reasons.missing_customer ?? 0;
    const counting = read - used - missing;
    const share = role === 'orders' ? moneyShare(intake) : null;
    const overMoney = share !== null && share > settings.maxQuarantine;
    const overRows =
      counting / read > settings.maxQuarantine || (used === 0 && Number.isFinite(settings.maxQuarantine));
    if (overRows || overMoney) {
      const rows = { refused: used === 0 ? read : counting, read };
      const examples = await examplesOf(store, role, intake);
      throw tooManyRefused(
        role,
        rows,
        overRows ? null : { share: share! },
        settings.maxQuarantine,
        reasons,
        examples,
      );
    }
    if (
      role === 'orders' &&
      settings.maxMissingCustomer !== null &&
      missing / read > settings.maxMissingCustomer
    ) {
      throw tooManyWithoutCustomer(missing, read, settings.maxMissingCustomer);
    }
  }
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
    `select file, row_number, field, value, reason from (select *, row_number() over (partition by file, reason order by row_number) as k, count(*) over (partition by reason) as n from quarantine) where k = 1 order by reason = 'missing_customer', n desc, reason, file limit 20`,
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
