import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AmountSizes, knownWith, sizeBinSql, unusualSizes } from '../../src/app/amount-sizes.js';
import { Random } from '../../src/numeric/random.js';
import { literal } from '../../src/store/sql.js';
import { Store } from '../../src/store/store.js';
import { emptyFolder } from '../cli/in-process.js';
import { hasShared, sharedFile } from '../models/shared-data.js';

interface Batch {
  readonly usual: AmountSizes;
  /** The same with one row in so many of another unit. */
  readonly mixed: AmountSizes;
}

/** Shares of batches that are refused as they are, and with rows in another unit; what is known grows by the usual ones. */
function refused(batches: Iterable<Batch>): { judged: number; wrongly: number; mixed: number } {
  let known: AmountSizes | undefined;
  let [judged, wrongly, mixed] = [0, 0, 0];
  for (const batch of batches) {
    const rows = (sizes: AmountSizes) => Object.values(sizes).reduce((sum, n) => sum + n, 0);
    if (known !== undefined && rows(known) >= 2_000 && rows(batch.usual) >= 20) {
      judged++;
      if (unusualSizes(known, batch.usual) !== null) wrongly++;
      if (unusualSizes(known, batch.mixed) !== null) mixed++;
    }
    known = knownWith(known, batch.usual, false);
  }
  return { judged, wrongly, mixed };
}

/** Nights of a shop: what orders spend differs, lines of one order are of one size, a December is dearer, prices rise. */
function* nights(n: number, lines: number, spread: number, share: number, seed: number): Iterable<Batch> {
  const random = new Random(seed);
  for (let night = 0; night < n; night++) {
    const usual: Record<string, number> = {};
    const mixed: Record<string, number> = {};
    const level = 0.03 * (night / 365) + (night % 365 > 330 ? 0.3 : 0);
    for (let line = 0; line < lines; ) {
      const ofOrder = spread * 0.6 * random.normal();
      const isOther = random.uniform() < share;
      for (let k = 1 + Math.floor(4 * random.uniform()); k > 0; k--, line++) {
        const bin = Math.floor(
          4 * Math.log2(20) + (4 / Math.LN2) * (level + ofOrder + spread * 0.8 * random.normal()),
        );
        usual[bin] = (usual[bin] ?? 0) + 1;
        const at = isOther ? bin + Math.round(4 * Math.log2(100)) : bin;
        mixed[at] = (mixed[at] ?? 0) + 1;
      }
    }
    yield { usual, mixed };
  }
}

describe('two years of nights', () => {
  test.each([
    // lines, spread of the logarithm, share in cents, how often that is noticed at least
    [1000, 0.8, 0.02, 0.9],
    [1000, 1.2, 0.03, 0.9],
    [1000, 1.6, 0.1, 0.9],
    [200, 1, 0.1, 0.8],
    [60, 1, 0.3, 0.8],
  ])(
    '%i lines, spread %f: no night is refused wrongly, %f in cents are noticed',
    (lines, spread, share, least) => {
      const sum = { judged: 0, wrongly: 0, mixed: 0 };
      for (let seed = 1; seed <= 5; seed++) {
        const found = refused(nights(730, lines, spread, share, seed));
        for (const key of ['judged', 'wrongly', 'mixed'] as const) sum[key] += found[key];
      }
      expect(sum.judged).toBeGreaterThan(3_000);
      expect(sum.wrongly).toBe(0);
      expect(sum.mixed / sum.judged).toBeGreaterThan(least);
    },
  );
});

describe.skipIf(!hasShared('data'))('real data (needs ../shared)', () => {
  const folder = emptyFolder();
  let store: Store;
  beforeAll(async () => {
    store = await Store.open({ memoryMegabytes: 300, tempDirectory: folder.path });
  });
  afterAll(async () => {
    await store.close();
    folder.remove();
  });

  async function batches(rows: string, days: number): Promise<Batch[]> {
    const found =
      await store.rows(`select batch, cast(is_mixed as integer) as mixed, bin, count(*) as n from (
        select cast(day - date '2000-01-03' as integer) // ${days} as batch, is_mixed,
          ${sizeBinSql('amount * case when is_mixed and hash(place) % 100 < 5 then 100 else 1 end')} as bin
        from (select day, cast(abs(amount) as double) as amount, place from (${rows}) where amount <> 0),
          (values (true), (false)) as kinds(is_mixed)
      ) group by all order by all`);
    const all = new Map<number, [Record<string, number>, Record<string, number>]>();
    for (const { batch, mixed, bin, n } of found) {
      const [usual, other] = all.get(Number(batch)) ?? [{}, {}];
      all.set(Number(batch), [usual, other]);
      (Number(mixed) === 1 ? other : usual)[String(bin)] = Number(n);
    }
    return [...all.values()].map(([usual, mixed]) => ({ usual, mixed }));
  }

  const retail = `select cast(InvoiceDate as date) as day, Quantity * Price as amount, row_number() over () as place
    from ${literal(sharedFile('data/online-retail/2009-12-to-2010-12.parquet'))}`;
  const cdnow = `select order_date as day, amount, row_number() over () as place
    from ${literal(sharedFile('data/cdnow/orders.csv'))}`;

  test.each([
    ['lines of a gift shop with wholesale, by day', retail, 1, 300, 0.9],
    ['by week', retail, 7, 50, 1],
    ['orders of CDNOW, by day', cdnow, 1, 500, 0.1],
    ['by week', cdnow, 7, 70, 0.95],
  ])(
    '%s: none is refused wrongly, one row in twenty in cents is noticed',
    async (_, rows, days, n, least) => {
      const { judged, wrongly, mixed } = refused(await batches(rows, days));
      expect(judged).toBeGreaterThan(n);
      expect(wrongly).toBe(0);
      expect(mixed / judged).toBeGreaterThanOrEqual(least);
    },
  );
});
