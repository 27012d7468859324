import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/store.js';
import type { Line } from '../../mart/fixture.js';
import { naiveProduct } from '../naive/product.js';
import { hasOnlineRetail, loadOnlineRetail, onlineRetailLines } from './online-retail.js';
import { expectRecounted } from './recount.js';
import { broken, emptyStore, runProduct } from './run.js';

describe.skipIf(!hasOnlineRetail)('Online Retail (slow suite; needs ../shared/data)', () => {
  let store: Store;
  let lines: Line[];
  beforeAll(async () => {
    store = await emptyStore();
    await loadOnlineRetail(store);
    lines = await onlineRetailLines(store);
  });
  afterAll(() => store.close());

  const months = { from: '2010-03-01', to: '2010-11-30' };
  const cohort = { from: '2010-01-01', to: '2010-01-31', label: '2010-01', granularity: 'month' as const };

  it.each([
    ['category', 30],
    ['product', 25],
  ] as const)('is counted by %s as plain loops count it', async (level, top) => {
    const report = await runProduct(store, { ...months, options: { level, top, cohort } });
    expect(broken(report)).toEqual([]);
    const naive = naiveProduct(lines, {
      ...months,
      level,
      top,
      metric: 'spend',
      cohort: { ...cohort, ages: 12 },
    });
    expect(expectRecounted(report, naive, level)).toBeGreaterThan(1500);
  });
});
