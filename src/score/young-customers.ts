import { join } from 'node:path';
import { addDays } from '../common/calendar.js';
import { writeNumberFile } from '../store/number-file.js';
import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { whereFallsTo } from './invert.js';
import {
  addCounts,
  addValues,
  blendInto,
  CellValues,
  countAt,
  noOutcomes,
  type Outcomes,
  VALUE_STEP,
  valueAt,
} from './mixed-outcomes.js';
import { logDaysTo } from './prediction-panels.js';
import { type CellSpread, type Cells, type CellTerms, scoreCells } from './score-cells.js';
import { deltaPerDay, type ScorePart, type ScoreTerms } from './score-terms.js';

/** A cohort must hold so many customers to count half beside the one above it. */
export const STRENGTH = 30;
/** Tails of the outcomes that are mixed are known so many times farther out than the interval that is asked for. */
const FARTHER = 50;

/**
 * Intervals of young customers. A young customer of weight w is taken for what their own history says with probability w, and with
 * 1 - w for one of those who came in the same month: what they will do is spread like the mixture
 *
 *   F(v) = w F_own(v) + (1 - w) C(v),   C(v) = the mean of F_i(v) over the customers i of the cohort,
 *
 * whose mean is the blended mean, w E_own + (1 - w) E_cohort. Within further keys C is shrunk level by level as the means are:
 * (n C_own + 30 C_above)/(n + 30), again a mixture. The ends are quantiles of F; the mean of two intervals' ends would be none
 * of any distribution. Values are known on a lattice of logarithms (a customer's unit between two of its points is shared between
 * them), which puts the ends within 1 %.
 *
 * `placed` is a query of the customers with their cells, `cohort`, keys, `w`, `t_days` and `unit`. Makes the view `youth`, a row for
 * each kind of young customer, and the table `leaves` of the cohorts by all keys.
 */
export async function storeYouth(
  store: Store,
  folder: string,
  placed: string,
  parts: readonly ScorePart[],
  terms: ScoreTerms,
): Promise<void> {
  const keys = terms.coldStart.map((_, i) => `key_${i}`);
  await storeLeaves(store, placed, keys, terms);
  const leaves = await readLeaves(store, keys);
  const leafOf = leafCondition(keys, 'rows', 'leaves');
  const members = await readKinds(
    store,
    `select rows.*, leaves.leaf from (${placed}) as rows inner join leaves on ${leafOf}`,
  );
  const times = Math.max(...parts.map(({ model }) => logDaysTo(terms.horizonDays, model).length));
  const own = leaves.map(() => noOutcomes(times));
  visit(members, parts, terms, (kinds, spread) => {
    const values = new CellValues(spread);
    let of = -1;
    let customers = 0;
    const close = () => {
      if (customers > 0) addCounts(own[of]!, spread, customers);
    };
    for (const kind of kinds) {
      const leaf = members.leaf[kind]!;
      if (leaf !== of) {
        close();
        [of, customers] = [leaf, 0];
      }
      const [sign, bin] = [members.sign[kind]!, members.bin[kind]!];
      const [n, above] = [members.customers[kind]!, members.above[kind]!];
      customers += n;
      addValues(own[leaf]!, values, { sign, bin }, n - above);
      addValues(own[leaf]!, values, { sign, bin: bin + 1 }, above);
    }
    close();
  });
  const cohorts = shrunken(leaves, own, times);
  const young = await readKinds(
    store,
    `select rows.*, leaves.leaf from (${placed}) as rows inner join leaves on ${leafOf} where rows.w < 1`,
  );
  const ends = endsOf(young, cohorts, times, parts, terms);
  await storeEnds(store, join(folder, 'youth.parquet'), young, ends);
}

/** Condition that a customer belongs to a leaf. */
export function leafCondition(keys: readonly string[], customers: string, leaves: string): string {
  return ['cohort', ...keys]
    .map((key) => `${customers}.${key} is not distinct from ${leaves}.${key}`)
    .join(' and ');
}

/** Text of a customer's place on the lattice of units: sign, and number of the point below. */
export const PLACE = {
  sign: 'cast(sign(unit) as integer)',
  bin: `cast(case when unit = 0 then 0 else floor(ln(abs(unit)) / ${VALUE_STEP}) end as integer)`,
  /** How far it lies above that point, of a step. */
  above: `case when unit = 0 then 0 else ln(abs(unit)) / ${VALUE_STEP} - floor(ln(abs(unit)) / ${VALUE_STEP}) end`,
} as const;

/** The months in which young customers came, by all keys. */
async function storeLeaves(
  store: Store,
  placed: string,
  keys: readonly string[],
  { asOf, minDays }: ScoreTerms,
): Promise<void> {
  const grouped = ['cohort', ...keys].join(', ');
  const oldest = `date_trunc('month', cast(${literal(addDays(asOf, 1 - minDays))} as date))`;
  await store.run(`create or replace table leaves as
    select cast(row_number() over (order by ${grouped}) - 1 as integer) as leaf, *
    from (select ${grouped}, count(*) as customers from (${placed}) where cohort >= ${oldest} group by ${grouped})`);
}

interface Leaf {
  readonly customers: number;
  /** The cohort, and the values of its keys. */
  readonly path: readonly string[];
}

async function readLeaves(store: Store, keys: readonly string[]): Promise<readonly Leaf[]> {
  const rows = await store.rows(
    `select customers, ${['cohort', ...keys].map((key) => `cast(${key} as varchar) as ${key}`).join(', ')} from leaves order by leaf`,
  );
  return rows.map((row) => ({
    customers: Number(row.customers),
    path: ['cohort', ...keys].map((key) => JSON.stringify(row[key] ?? null)),
  }));
}

const KIND = ['part', 'x', 'spend_x', 't_ticks', 't_x_ticks', 'leaf', 'sign', 'bin', 't_days'] as const;
type Kinds = Readonly<Record<(typeof KIND)[number] | 'customers' | 'above', Float64Array>>;

/** Customers of one cell, cohort and place of the unit (and age in days) together. */
async function readKinds(store: Store, customers: string): Promise<Kinds> {
  const texts = KIND.map((name) => (name === 'sign' || name === 'bin' ? `${PLACE[name]} as ${name}` : name));
  return store.columns(
    `with kinds as (select ${texts.join(', ')}, cast(${PLACE.above} as decimal(18, 9)) as above from (${customers}))
    select ${KIND.map((name) => `cast(${name} as double) as ${name}`).join(', ')},
      cast(count(*) as double) as customers, cast(sum(above) as double) as above
    from kinds group by ${KIND.map((name) => `kinds.${name}`).join(', ')}
    order by ${KIND.map((name) => `kinds.${name}`).join(', ')}`,
    [...KIND, 'customers', 'above'],
  ) as Promise<Kinds>;
}

/** Shows each cell's outcomes with the places of its kinds. */
function visit(
  kinds: Kinds,
  parts: readonly ScorePart[],
  terms: ScoreTerms,
  see: (kinds: readonly number[], spread: CellSpread) => void,
): void {
  const byPart = new Map<number, number[][]>();
  let before = -1;
  for (let i = 0; i < kinds.part.length; i++) {
    const cells = byPart.get(kinds.part[i]!) ?? [];
    byPart.set(kinds.part[i]!, cells);
    const isSame = before >= 0 && CELL.every((name) => kinds[name][i] === kinds[name][before]);
    if (isSame) cells.at(-1)!.push(i);
    else cells.push([i]);
    before = i;
  }
  for (const [part, cells] of byPart) {
    const of = (name: (typeof CELL)[number]) => Float64Array.from(cells, ([first]) => kinds[name][first!]!);
    const columns: Cells = { X: of('x'), SPEND_X: of('spend_x'), T: of('t_ticks'), T_X: of('t_x_ticks') };
    const { model, annualRate } = parts[part]!;
    const { horizonDays, interval } = terms;
    const cellTerms: CellTerms = { horizonDays, interval, deltaPerDay: deltaPerDay(annualRate) };
    scoreCells(columns, model, cellTerms, undefined, {
      highLevel: 1 - (1 - interval) / 2 / FARTHER,
      see: (i, spread) => see(cells[i]!, spread),
    });
  }
}

const CELL = ['part', 'x', 'spend_x', 't_ticks', 't_x_ticks'] as const;

/** The outcomes of each leaf as means, level by level towards those of the level above. */
function shrunken(leaves: readonly Leaf[], own: readonly Outcomes[], times: number): readonly Outcomes[] {
  const depth = leaves[0]?.path.length ?? 0;
  let above = new Map<string, Outcomes>();
  for (let level = 1; level <= depth; level++) {
    const groups = new Map<string, { outcomes: Outcomes; customers: number }>();
    leaves.forEach(({ path, customers }, i) => {
      const name = path.slice(0, level).join();
      const group = groups.get(name) ?? { outcomes: noOutcomes(times), customers: 0 };
      groups.set(name, group);
      blendInto(group.outcomes, 1, own[i]!, 1);
      group.customers += customers;
    });
    const means = new Map<string, Outcomes>();
    for (const { path } of leaves) {
      const name = path.slice(0, level).join();
      if (means.has(name)) continue;
      const { outcomes, customers } = groups.get(name)!;
      const parent = above.get(path.slice(0, level - 1).join());
      if (parent === undefined) blendInto(outcomes, 1 / customers, outcomes, 0);
      else blendInto(outcomes, 1 / (customers + STRENGTH), parent, STRENGTH / (customers + STRENGTH));
      means.set(name, outcomes);
    }
    above = means;
  }
  return leaves.map(({ path }) => above.get(path.join())!);
}

interface Ends {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly next: Float64Array;
  /** Ends of the value at the point of the lattice below the unit, and at the one above. */
  readonly lowAt: readonly [Float64Array, Float64Array];
  readonly highAt: readonly [Float64Array, Float64Array];
}

function endsOf(
  young: Kinds,
  cohorts: readonly Outcomes[],
  times: number,
  parts: readonly ScorePart[],
  terms: ScoreTerms,
): Ends {
  const column = () => new Float64Array(young.part.length).fill(Number.NaN);
  const ends: Ends = {
    ...{ low: column(), high: column(), next: column() },
    ...{ lowAt: [column(), column()], highAt: [column(), column()] },
  };
  const level = (1 - terms.interval) / 2;
  visit(young, parts, terms, (kinds, spread) => {
    const values = new CellValues(spread);
    const { model } = parts[young.part[kinds[0]!]!]!;
    const logDays = logDaysTo(terms.horizonDays, model);
    for (const kind of kinds) {
      const w = Math.min(1, young.t_days[kind]! / terms.minDays);
      const cohort = cohorts[young.leaf[kind]!]!;
      for (const above of [0, 1] as const) {
        const mixed = noOutcomes(times);
        addCounts(mixed, spread, 1);
        const place = { sign: young.sign[kind]!, bin: young.bin[kind]! + above };
        addValues(mixed, values, place, 1);
        blendInto(mixed, w, cohort, 1 - w);
        ends.lowAt[above][kind] = valueAt(mixed, level);
        ends.highAt[above][kind] = valueAt(mixed, 1 - level);
        if (above === 1) continue;
        ends.low[kind] = countAt(mixed.counts, level) ?? Number.NaN;
        ends.high[kind] = countAt(mixed.counts, 1 - level) ?? Number.NaN;
        ends.next[kind] = nextDays(logDays, mixed.within, model.frequency.isDiscrete ?? false);
      }
    }
  });
  return ends;
}

/** Days to where a purchase is as likely as not; NaN when that is not within the horizon. */
function nextDays(logDays: Float64Array, within: Float64Array, isDiscrete: boolean): number {
  const silence = within.map((some) => 1 - some);
  if (!isDiscrete) return Math.exp(whereFallsTo(logDays, silence, 0.5));
  const first = silence.findIndex((none) => none <= 0.5 + 1e-12);
  return first < 0 ? Number.NaN : Math.exp(logDays[first]!);
}

async function storeEnds(store: Store, path: string, young: Kinds, ends: Ends): Promise<void> {
  const numbers = {
    low: ends.low,
    high: ends.high,
    next_days: ends.next,
    low_below: ends.lowAt[0],
    low_above: ends.lowAt[1],
    high_below: ends.highAt[0],
    high_above: ends.highAt[1],
  };
  await writeNumberFile(path, [
    ...KIND.map((name) => ({ name, values: Int32Array.from(young[name]) })),
    ...Object.entries(numbers).map(([name, values]) => ({ name, values })),
  ]);
  const known = Object.keys(numbers).map((name) => `nullif(${name}, cast('nan' as double)) as ${name}`);
  await store.run(
    `create or replace view youth as select ${[...KIND, ...known].join(', ')} from read_parquet(${literal(path)})`,
  );
}
