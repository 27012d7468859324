import { expect, it } from 'vitest';
import { moneyType } from '../../src/score/money-type.js';
import { Store } from '../../src/store/store.js';

it('money of scores has 18 digits only where bounds show that it fits', async () => {
  const store = await Store.open({ memoryMegabytes: 100, tempDirectory: '.' });
  try {
    const typeOf = async (spend: number, q: number | null, margin: number | null, returnCost = 0) => {
      await store.run(`create or replace table histories as
        select cast(${spend} as double) as spend_total, 3 as times_returned, 4 as spend_x`);
      await store.run(`create or replace table parts as select cast(${q === null ? null : 2} as double) as p,
        cast(${q} as double) as q, cast(${q === null ? null : 10} as double) as gamma,
        cast(${q === null ? 25 : null} as double) as one_spend, cast(${margin} as double) as margin`);
      await store.run(`create or replace table cells as select 2.0::double as expected, 1.9::double as discounted,
        0.0::double as value_low, 8.0::double as value_high`);
      return moneyType(store, { digits: 2, returnCost });
    };
    expect(await typeOf(5_000, 4, null)).toBe('decimal(18, 2)');
    expect(await typeOf(5_000, null, 0.3)).toBe('decimal(18, 2)');
    expect(await typeOf(1e14, 4, null)).toBe('decimal(38, 2)');
    expect(await typeOf(5_000, 1 + 1e-12, null)).toBe('decimal(38, 2)');
    expect(await typeOf(5_000, 1, null)).toBe('decimal(38, 2)');
    expect(await typeOf(5_000, 4, null, 1e14)).toBe('decimal(38, 2)');
    expect(await typeOf(5_000, 4, -1e12)).toBe('decimal(38, 2)');
    await typeOf(1e14, 4, null);
    await store.run('delete from histories');
    await store.run('delete from cells');
    expect(await moneyType(store, { digits: 2, returnCost: 0 })).toBe('decimal(18, 2)');
  } finally {
    await store.close();
  }
});
