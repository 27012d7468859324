import { ambiguousDates, datesRead } from '../common/messages/ingest.js';
import type { Note } from '../common/result.js';
import type { Store } from '../store/store.js';
import type { DateStyle } from './instant-sql.js';
import { headerOf, inOrder } from './load-lines.js';
import type { MappedSource } from './prepare-lines.js';
import { insertRefused, quarantineSetAside } from './quarantine.js';
import type { Role } from './roles.js';
import type { IngestSettings } from './settings.js';
import { dateEvidence, looksNumericDate, orderOf, takeSample } from './survey.js';
import { relation } from './table.js';

/**
 * Reads a small file (customers, products) whole and numbered into the temporary table `records` by one
 * statement, whose `problem` says why a row is refused; the refused ones are quarantined and taken out.
 */
export async function readRecords(
  store: Store,
  { source }: MappedSource,
  judge: (relation: string) => string,
): Promise<{ read: number; used: number }> {
  await source.makeNumberable();
  const columns = source.table.columns.map((_, index) => index);
  const read = await source.read(
    store,
    () =>
      inOrder(store, true, async () => {
        const rows = relation(source.table, { columns, numbered: true, raw: true });
        const { Count } = await store.one(
          `create or replace temp table records as select * from ${judge(rows)}`,
        );
        return Number(Count);
      }),
    () => store.run('drop table if exists temp.records'),
  );
  await store.run(insertRefused(source.name, headerOf(source), 'records', 'null'));
  const { Count: refused } = await store.one('delete from records where problem is not null');
  const aside = source.setAside();
  if (aside !== null)
    await quarantineSetAside(store, source.name, { ...source.table, header: headerOf(source) }, aside.path);
  return { read: read + (aside?.count ?? 0), used: read - Number(refused) };
}

/** How the dates of a column of a small file are read. */
export async function dateStyle(
  store: Store,
  { source, mapping }: MappedSource,
  role: Role,
  settings: IngestSettings,
  notes: Note[],
): Promise<DateStyle> {
  const style: DateStyle = { format: settings.dateFormat, order: null, timeZone: settings.timeZone };
  const column = mapping.byRole.get(role);
  if (column === undefined || style.format !== null) return style;
  const sample = (await takeSample(store, source, new Map([[role, column]]))).get(role) ?? [];
  const evidence = await dateEvidence(store, source, column);
  if (evidence.dates === 0) return style;
  const order = orderOf(evidence);
  const { name } = source.table.columns[column]!;
  if (order !== null) notes.push(datesRead(source.name, name, order, ''));
  else if (looksNumericDate(sample)) throw ambiguousDates(source.name, name, evidence.example);
  return { ...style, order };
}
