import type { Store } from '../../store/store.js';

/**
 * Keeps the rows that a load has refused. The same text refused before, in an earlier load, has come again: only the
 * later one waits to be mended.
 */
export async function quarantineIncoming(store: Store, loadNumber: number): Promise<void> {
  await store.run(
    `update quarantine set settled_by = $load, settled_as = 'repeated'
      where settled_by is null and exists (select 1 from incoming.main.quarantine as again
        where again.raw = quarantine.raw and again.header = quarantine.header and again.reason = quarantine.reason)`,
    { load: loadNumber },
  );
  await store.run(
    `insert into quarantine by name select *, cast($load as integer) as load_number from incoming.main.quarantine`,
    { load: loadNumber },
  );
}

/**
 * Closes the refused rows that `mended_map` says have been read (`mended`) or come too late (`replaced`), and moves them
 * in the accounts of the files in which they stood.
 */
export async function settleMended(store: Store, loadNumber: number): Promise<void> {
  await store.run(
    `update quarantine set settled_by = $load, settled_as = mended_map.outcome from mended_map
      where mended_map.outcome <> 'refused' and quarantine.settled_by is null
        and quarantine.file = mended_map.origin_file and quarantine.row_number = mended_map.origin_row
        and quarantine.load_number = mended_map.origin_load`,
    { load: loadNumber },
  );
  await store.run(
    `update loaded_files set
        rows_quarantined = rows_quarantined - moved.mended - moved.replaced,
        rows_used = rows_used + moved.mended,
        rows_ignored = rows_ignored + moved.replaced
      from (
        select origin_file, origin_load, count(*) filter (outcome = 'mended') as mended,
          count(*) filter (outcome = 'replaced') as replaced
        from mended_map group by origin_file, origin_load
      ) as moved
      where loaded_files.name = moved.origin_file and loaded_files.load_number = moved.origin_load`,
  );
}
