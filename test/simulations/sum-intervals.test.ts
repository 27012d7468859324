import { expect, test } from 'vitest';
import { bgnbd, gammagamma, seededRandom } from '../../src/models/index.js';
import { normalQuantile } from '../../src/numeric/normal.js';
import { forecastPeriods } from '../../src/score/period-forecast.js';
import { readSummedCells } from '../../src/score/period-sums.js';
import { rollUp } from '../../src/score/roll-up.js';
import { scoreCells } from '../../src/score/score-cells.js';
import { storeHistories } from '../../src/score/score-customers.js';
import type { ScoreTerms } from '../../src/score/score-terms.js';
import { type ScoringModel, scoringModel } from '../../src/score/scoring-model.js';
import { Store } from '../../src/store/store.js';
import { inFolder } from '../cli/in-process.js';

const TRUTH = { r: 0.8, alpha: 5, a: 0.9, b: 2.5 };
const SPEND = { p: 6.25, q: 3.74, gamma: 15.44 };
const WEEKS = 39;
/** Histories are in minutes here: merged days would add a bias of their own. */
const MINUTES = 7 * 24 * 60;

interface Person {
  readonly group: string;
  readonly x: number;
  readonly last: number;
  readonly T: number;
  readonly total: number;
  /** What came in the first 13 weeks after, and in the 26 that follow. */
  readonly value: readonly [number, number];
}

interface Fitted {
  readonly crowd: readonly Person[];
  readonly model: ScoringModel;
}

/** Customers in continuous time who came over 40 weeks, and the models fitted to them. */
function population(size: number, seed: number): Fitted {
  const random = seededRandom(seed);
  const crowd = Array.from({ length: size }, (_, i): Person => {
    const T = Math.round((12 + 40 * random.uniform()) * MINUTES) / MINUTES;
    const nu = random.gamma(SPEND.q) / SPEND.gamma;
    const person = { x: 0, last: 0, total: 0, value: [0, 0] as [number, number] };
    for (const time of bgnbd.samplePathNew(TRUTH, T + WEEKS, random)) {
      const spend = random.gamma(SPEND.p) / nu;
      if (time > T) {
        person.value[time - T <= 13 ? 0 : 1] += spend;
        continue;
      }
      person.x += 1;
      person.last = Math.round(time * MINUTES) / MINUTES;
      person.total += spend;
    }
    return { group: i % 3 === 0 ? 'third' : 'rest', T, ...person };
  });
  const frequency = bgnbd.fit(
    { X: crowd.map(({ x }) => x), T_X: crowd.map(({ last }) => last), T: crowd.map(({ T }) => T) },
    { starts: 1 },
  );
  const buyers = crowd.filter(({ x }) => x > 0);
  const spend = gammagamma.fit({
    X: buyers.map(({ x }) => x),
    MEAN_SPEND: buyers.map(({ x, total }) => total / x),
  });
  const model = scoringModel({
    frequency: frequency as never,
    spend: { fit: spend as never, constant: null, history: 'repeat' },
    occasion: 'day',
    timeUnit: { days: 7 },
  });
  return { crowd, model: { ...model, unitTicks: MINUTES } };
}

const TERMS: ScoreTerms = {
  ...{ modelId: 'bgnbd-1', asOf: '2020-12-31', horizonDays: 7 * WEEKS, interval: 0.8, annualRate: 0 },
  ...{
    margin: null,
    returnShare: 0,
    ownReturns: false,
    returnCost: 0,
    cac: null,
    meanInterval: false,
    currency: null,
    digits: 2,
  },
  ...{ minDays: 0, coldStart: [] },
};

/** The tables that a roll-up reads, as scoring leaves them. */
async function storeScored(store: Store, folder: string, { crowd, model }: Fitted): Promise<void> {
  const rows = crowd.map(({ group, x, last, T, total }, i) => {
    const gross = gammagamma.expectedSpend(model.spend!, { x, meanSpend: x === 0 ? 0 : total / x });
    const purchases = bgnbd.expectedPurchases(model.parameters as never, { x, t_x: last, T }, WEEKS);
    return `('c${i}', '${group}', ${x}, ${Math.round(T * MINUTES)}, ${Math.round(last * MINUTES)}, ${total}, ${purchases}, ${gross * purchases})`;
  });
  const path = `${folder}/histories.parquet`;
  await store.run(`create or replace table scored as
    select id as customer_id, rollup, x::integer as x, x::integer as spend_x, t::integer as t_ticks, t_x::integer as t_x_ticks,
      s::double as spend_total, s::double as spend_to_date, 0.0::double as returned, 0 as times_returned,
      null::varchar as segment, purchases::double as expected_purchases, value::decimal(38, 2) as clv, 1.0 as kept, 0.0 as return_cost
    from (values ${rows.join(', ')}) as rows (id, rollup, x, t, t_x, s, purchases, value)`);
  await store.run(`copy scored to '${path}' (format parquet)`);
  await store.run(
    'create or replace view scores as select customer_id, x, expected_purchases, clv, kept, return_cost from scored',
  );
  await storeHistories(store, `select * from read_parquet('${path}')`, [
    { segment: null, model, annualRate: 0, margin: null },
  ]);
}

/** Where a value lies in the log-normal whose central 80 % is given: 0 in the middle, 1 at the ends. */
function place(value: number, low: number, high: number): number {
  const middle = (Math.log(low) + Math.log(high)) / 2;
  return Math.abs(Math.log(value) - middle) / ((Math.log(high) - Math.log(low)) / 2);
}

test('80 and 95 % intervals of sums of value hold in 77 to 83 and 93 to 97 % of 1,000 populations', async () => {
  const populations = 1000;
  const at95 = normalQuantile(0.975) / normalQuantile(0.9);
  const inside = new Map<string, [at80: number, at95: number]>();
  const note = (what: string, value: number, low: number, high: number) => {
    const counts = inside.get(what) ?? [0, 0];
    const apart = place(value, low, high);
    inside.set(what, [counts[0] + (apart <= 1 ? 1 : 0), counts[1] + (apart <= at95 ? 1 : 0)]);
  };
  await inFolder(async (folder) => {
    for (let seed = 1; seed <= populations; seed++) {
      const fitted = population(900, 70_000 + seed);
      const { crowd, model } = fitted;
      const came = (group: string | null, part: 0 | 1 | 2) =>
        crowd
          .filter((person) => group === null || person.group === group)
          .reduce((sum, { value }) => sum + (part === 2 ? value[0] + value[1] : value[part]), 0);
      const store = await Store.open({ memoryMegabytes: 200, tempDirectory: folder, threads: 1 });
      try {
        await storeScored(store, folder, fitted);
        const parts = [{ segment: null, model, annualRate: 0, margin: null }];
        for (const { group, low, high } of await rollUp(store, parts, TERMS))
          note(`roll-up ${group ?? 'all'}`, came(group, 2), low, high);
        const [cells] = await readSummedCells(store, 1, false);
        forecastPeriods([{ model, cells: cells!, keeps: 1 }], {
          bounds: [0, 91, 273],
          leastAgeDays: 0,
          interval: 0.8,
        }).forEach(({ low, high }, k) => {
          note(['weeks 1 to 13', 'weeks 14 to 39', 'together'][k]!, came(null, k as 0), low, high);
        });
      } finally {
        await store.close();
      }
    }
  });
  console.info(JSON.stringify([...inside]));
  for (const [what, [at80, at95Found]] of inside) {
    expect(at80 / populations, what).toBeGreaterThan(0.77);
    expect(at80 / populations, what).toBeLessThan(0.83);
    expect(at95Found / populations, what).toBeGreaterThan(0.93);
    expect(at95Found / populations, what).toBeLessThan(0.97);
  }
});

test('intervals of scores from small bases, parameters uncertain, hold 78.5 to 81.5 % by randomised PIT', () => {
  const populations = 40;
  const size = 400;
  const random = seededRandom(11);
  let claimed = 0;
  let counts = 0;
  let pit = 0;
  for (let seed = 1; seed <= populations; seed++) {
    const { crowd, model } = population(size, 90_000 + seed);
    const sorted = [...crowd].sort((a, b) => a.x - b.x || a.T - b.T);
    const scores = scoreCells(
      {
        X: Float64Array.from(sorted, ({ x }) => x),
        SPEND_X: Float64Array.from(sorted, ({ x }) => x),
        T: Float64Array.from(sorted, ({ T }) => Math.round(T * MINUTES)),
        T_X: Float64Array.from(sorted, ({ last }) => Math.round(last * MINUTES)),
      },
      model,
      { horizonDays: 7 * WEEKS, deltaPerDay: 0, interval: 0.8 },
    );
    sorted.forEach(({ x, last, T, total, value }, i) => {
      const came = value[0] + value[1];
      const unit = model.spend!.gamma + total;
      const [low, high] = [unit * scores.VALUE_LOW[i]!, unit * scores.VALUE_HIGH[i]!];
      const history = { x, t_x: last, T };
      const silent =
        model.points.reduce(
          (sum, { frequency }) => sum + 1 - bgnbd.pAtLeast(frequency as never, history, WEEKS),
          0,
        ) / model.points.length;
      const u = random.uniform() * silent;
      pit += came > 0 ? (came >= low && came <= high ? 1 : 0) : u >= 0.1 && u <= 0.9 ? 1 : 0;
      claimed += 1;
      counts += came <= high ? 1 : 0;
    });
  }
  console.info(
    `small bases: value by randomised PIT ${(pit / claimed).toFixed(4)}, at most high ${(counts / claimed).toFixed(4)}`,
  );
  expect(pit / claimed).toBeGreaterThan(0.785);
  expect(pit / claimed).toBeLessThan(0.815);
  expect(counts / claimed).toBeGreaterThan(0.895);
});
