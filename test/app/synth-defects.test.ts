import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentProgress } from '../../src/common/progress.js';
import {
  allLineColumns,
  defaultIngestSettings,
  ingest,
  quarantineOrderConflicts,
} from '../../src/ingest/index.js';
import { Store } from '../../src/store/store.js';
import { clv, inFolder } from '../cli/in-process.js';

it('are refused by the contract where the truth says so, and nothing else is', async () => {
  await inFolder(async (folder) => {
    const made = await clv(
      ['synth', 'texas', '--customers', '200', '--defects', '--out', 'o.csv', '--defects-out', 't.csv'],
      {
        cwd: folder,
      },
    );
    expect(made.code).toBe(0);
    const store = await Store.open({ memoryMegabytes: 400, tempDirectory: folder });
    try {
      const settings = { ...defaultIngestSettings, maxQuarantine: 1, tempDirectory: folder };
      const intake = await ingest(
        store,
        [{ role: 'orders', patterns: [join(folder, 'o.csv')] }],
        settings,
        allLineColumns,
        silentProgress,
        null,
      );
      await quarantineOrderConflicts(store, settings, intake);
      const refused = await store.rows('select row_number, reason from quarantine order by row_number');
      const planted = await store.rows(
        `select row::bigint as row_number, reason from read_csv('${folder}/t.csv', all_varchar = true)
         where outcome = 'quarantined' order by row_number`,
      );
      expect(planted.length).toBeGreaterThan(12);
      expect(refused).toEqual(planted);
    } finally {
      await store.close();
    }
  });
});
