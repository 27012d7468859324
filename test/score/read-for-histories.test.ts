import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mart } from '../../src/mart/build.js';
import { historyRelations } from '../../src/mart/list/histories.js';
import { observe } from '../../src/mart/observe.js';
import { readForHistories } from '../../src/mart/read-for-histories.js';
import { martRelations } from '../../src/mart/relations.js';
import { exportHistories } from '../../src/score/export-histories.js';
import { readFitData } from '../../src/score/fit-data.js';
import { foreseenCells } from '../../src/score/foreseen-cells.js';
import { readKnownCustomers } from '../../src/score/known-customers.js';
import { readTrack } from '../../src/score/track.js';
import type { Store } from '../../src/store/store.js';
import { createSources, fill, memoryStore, testMart } from '../mart/fixture.js';
import { oddLines, oddRecords, oddVars } from '../mart/odd-bases.js';
import { storeInFolder } from '../store/in-folder.js';

const made = storeInFolder();

let stores: readonly [usual: Store, short: Store];
beforeAll(async () => {
  stores = [await memoryStore(), await memoryStore()];
  for (const store of stores) await createSources(store, martRelations);
});
afterAll(() => {
  for (const store of stores) store.close();
});

/** Rows of columns side by side, sorted: groups come in any order. */
function rowsOf(columns: Readonly<Record<string, Float64Array>>): string[] {
  const [first = new Float64Array()] = Object.values(columns);
  return [...first.keys()]
    .map((i) =>
      Object.values(columns)
        .map((column) => column[i])
        .join(' '),
    )
    .sort();
}

async function read(mart: Mart, occasion: 'day' | 'order', spendHistory: 'repeat' | 'all'): Promise<unknown> {
  const cells = await foreseenCells(mart, { occasion, spendHistory });
  const { histories, spends, leftOut, customers } = await readFitData(mart, occasion, spendHistory);
  const path = join(made.folder, `${mart.store === stores[0] ? 'usual' : 'short'}.parquet`);
  const text = await exportHistories(mart, path, { occasion, spendHistory, attributes: {} });
  return {
    cells: rowsOf({ ...cells }),
    histories: rowsOf(histories),
    spends: rowsOf(spends),
    leftOut,
    customers,
    track: await readTrack(mart, occasion),
    known: await readKnownCustomers(mart, '2012-01-01', 'nobody'),
    exported: await mart.store.rows(`select * from (${text}) order by customer_id`),
  };
}

test('what fits and scores read is the same of customers made of buyers', () =>
  fc.assert(
    fc.asyncProperty(
      oddLines,
      oddRecords,
      oddVars,
      fc.constantFrom('repeat' as const, 'all' as const),
      async (lines, customers, vars, spendHistory) => {
        const seen: unknown[] = [];
        for (const store of stores) {
          await fill(store, { lines, customers });
          const mart = testMart(store, [...martRelations, ...historyRelations], vars, 'temporary');
          await observe(mart);
          if (store === stores[1]) readForHistories(mart);
          seen.push(await read(mart, vars.occasion, spendHistory));
          expect(mart.stands('buyers')).toBe(store === stores[1]);
        }
        expect(seen[1]).toEqual(seen[0]);
      },
    ),
    { numRuns: 40 },
  ));
