import type { Granularity } from '../../../src/common/calendar.js';
import { addDays, nextStart } from '../../../src/common/calendar.js';
import type { Table } from '../../../src/common/result.js';
import { type Expected, expectRows } from './compare.js';
import { addEvent, type Deeds, type Events, firstDays, noDeeds } from './events.js';
import { cents, daysFrom, describe, quantile, quotient } from './numbers.js';

interface Life {
  readonly from: string;
  readonly to: string;
  readonly granularity: Granularity;
  readonly asOf: string;
  /** Which of the periods from `from` on are complete. */
  readonly complete: readonly boolean[];
}

interface Member {
  readonly id: string;
  /** What happened before the cohort begins: returns of older purchases. */
  readonly before: Deeds;
  /** Deeds by age. */
  readonly ages: readonly Deeds[];
  /** Purchase days, ascending. */
  readonly days: readonly string[];
}

type Metric = 'profit' | 'spend';

/** Lens 3 a second time, with plain loops over members, periods and days; the cohort is formed by the first order. */
export function expectLens3(tables: readonly Table[], events: Events, life: Life, metric: Metric): void {
  const starts = life.complete.map((_, age) => startOf(life, age));
  const members = membersOf(events, life, starts);
  expectEvolution(tables, members, life, starts, metric);
  expectRfm(tables, members, life, starts);
  expectRepeats(tables, members, life);
  expectPatterns(tables, members, life);
  expectWaits(tables, members, life);
  expectValues(tables, members, metric);
}

function startOf({ from, granularity }: Life, age: number): string {
  let start = from;
  for (let i = 0; i < age; i++) start = nextStart(start, granularity);
  return start;
}

function membersOf(events: Events, { from, to, asOf }: Life, starts: readonly string[]): Member[] {
  const members = new Map<string, { before: Deeds; ages: Deeds[]; days: Set<string> }>();
  for (const [customer, day] of firstDays(events))
    if (day >= from && day <= to)
      members.set(customer, { before: noDeeds(), ages: starts.map(noDeeds), days: new Set() });
  for (const [list, isOrder] of [
    [events.orders, true],
    [events.returns, false],
  ] as const) {
    for (const event of list) {
      const member = members.get(event.customer);
      if (!member || event.day > asOf) continue;
      const age = starts.findLastIndex((start) => start <= event.day);
      addEvent(member.ages[age] ?? member.before, event, isOrder);
      if (isOrder) member.days.add(event.day);
    }
  }
  return [...members].map(([id, { before, ages, days }]) => ({ id, before, ages, days: [...days].sort() }));
}

function total(deeds: readonly Deeds[], metric: Metric): number {
  return deeds.reduce((sum, d) => sum + (metric === 'spend' ? d.spend : (d.profit ?? 0)), 0);
}

function expectEvolution(
  tables: readonly Table[],
  members: readonly Member[],
  { complete }: Life,
  starts: readonly string[],
  metric: Metric,
): void {
  let soFar = total(
    members.map(({ before }) => before),
    metric,
  );
  expectRows(
    tables,
    'evolution',
    starts.map((start, age): Expected => {
      const own = members.map(({ ages }) => ages[age]!);
      const active = own.filter(({ orders }) => orders > 0);
      const orders = active.reduce((n, d) => n + d.orders, 0);
      const spend = total(active, 'spend');
      soFar += total(own, metric);
      return {
        age,
        period_start: start,
        complete: complete[age]!,
        cohort_size: members.length,
        active: active.length,
        share_active: active.length / members.length,
        orders,
        aof: quotient(orders, active.length),
        aov: orders === 0 ? null : cents(spend, orders),
        spend: cents(spend),
        spend_per_active: active.length === 0 ? null : cents(spend, active.length),
        spend_per_member: cents(spend, members.length),
        value_to_date: cents(soFar),
        value_to_date_per_member: cents(soFar, members.length),
      };
    }),
  );
}

function expectRfm(
  tables: readonly Table[],
  members: readonly Member[],
  { asOf, complete, granularity }: Life,
  starts: readonly string[],
): void {
  expectRows(
    tables,
    'rfm_by_age',
    starts.map((start, age): Expected => {
      const periodEnd = addDays(nextStart(start, granularity), -1);
      const end = periodEnd < asOf ? periodEnd : asOf;
      const buyers = members.filter(({ days }) => days[0]! <= end);
      const so = members.map(({ before, ages }) => [before, ...ages.slice(0, age + 1)]);
      const recency = buyers.map(({ days }) => daysFrom(days.findLast((day) => day <= end)!, end));
      const orders = so.flat().reduce((n, d) => n + d.orders, 0);
      return {
        age,
        complete: complete[age]!,
        buyers: buyers.length,
        recency_days: quotient(
          recency.reduce((a, b) => a + b, 0),
          buyers.length,
        ),
        frequency: quotient(orders, buyers.length),
        monetary: buyers.length === 0 ? null : cents(total(so.flat(), 'spend'), buyers.length),
      };
    }),
  );
}

function expectRepeats(tables: readonly Table[], members: readonly Member[], { complete }: Life): void {
  expectRows(
    tables,
    'repeat_buying',
    complete.slice(0, -1).map((isComplete, age): Expected => {
      const active = members.filter(({ ages }) => ages[age]!.orders > 0);
      const again = active.filter(({ ages }) => ages[age + 1]!.orders > 0);
      return {
        age,
        complete: isComplete && complete[age + 1]!,
        active: active.length,
        active_next: again.length,
        rate: quotient(again.length, active.length),
      };
    }),
  );
}

function expectPatterns(tables: readonly Table[], members: readonly Member[], { complete }: Life): void {
  const patterns = new Map<string, number>();
  const kinds = new Map<string, number>();
  for (const { ages } of members) {
    const bought = ages.map(({ orders }) => orders > 0);
    // Who has not ordered in the period under way may still.
    const isUnderWay = ages.length > 1 && !complete.at(-1);
    const text = (isUnderWay ? bought.slice(0, -1) : bought).map((yes) => (yes ? 'Y' : 'N')).join('');
    const active = isUnderWay && !bought.at(-1) ? bought.slice(0, -1) : bought;
    const days = new Set(ages.flatMap((deeds) => [...deeds.days])).size;
    const first = active.indexOf(true);
    const last = active.lastIndexOf(true);
    const periods = active.filter(Boolean).length;
    let kind = 'periods in a row, then silent';
    if (periods === 0) kind = 'no purchase';
    else if (days === 1) kind = 'one purchase';
    else if (periods === 1) kind = 'several, in one period only';
    else if (active.slice(first, last).includes(false)) kind = 'intermittent';
    else if (last === active.length - 1) kind = 'every period since the first purchase';
    patterns.set(text, (patterns.get(text) ?? 0) + 1);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  expectRows(
    tables,
    'patterns',
    [...patterns]
      .sort(([a, n], [b, m]) => m - n || (a > b ? -1 : 1))
      .map(([pattern, customers]) => ({ pattern, customers, share: customers / members.length })),
  );
  expectRows(
    tables,
    'pattern_kinds',
    [
      'no purchase',
      'one purchase',
      'several, in one period only',
      'every period since the first purchase',
      'periods in a row, then silent',
      'intermittent',
    ].map((kind) => ({ kind, customers: kinds.get(kind) ?? 0 })),
  );
}

/** Product-limit estimate day by day: on each day, who has waited so long and is still seen. */
function expectWaits(tables: readonly Table[], members: readonly Member[], { asOf }: Life): void {
  const waitsFrom = (n: number) =>
    members
      .filter(({ days }) => days.length >= n)
      .map(({ days }) => ({
        days: daysFrom(days[n - 1]!, days[n] ?? asOf),
        event: days.length > n,
      }));
  const waits = waitsFrom(1);
  const longest = Math.max(...waits.map(({ days }) => days));
  const weeks: Expected[] = [];
  const risk = risks(waits);
  let surviving = 1;
  for (let week = 1; 7 * week - 6 <= longest; week++) {
    const before = surviving;
    for (let day = 7 * week - 6; day <= 7 * week; day++) surviving *= 1 - (risk[day] ?? 0);
    weeks.push({
      week,
      at_risk: waits.filter(({ days }) => days >= 7 * week - 6).length,
      purchases: waits.filter(({ days, event }) => event && days >= 7 * week - 6 && days <= 7 * week).length,
      hazard: before === 0 ? 0 : 1 - surviving / before,
      share: before - surviving,
      cumulative_share: 1 - surviving,
    });
  }
  expectRows(tables, 'second_purchase', weeks);
  const shareBy = (week: number) => {
    let left = 1;
    for (let day = 1; day <= 7 * week; day++) left *= 1 - (risk[day] ?? 0);
    return longest < 7 * week && left > 0 ? null : 1 - left;
  };
  expectRows(tables, 'second_purchase_summary', [
    {
      buyers: waits.length,
      repeat_buyers: waits.filter(({ event }) => event).length,
      median_days: median(waits),
      ...Object.fromEntries([4, 8, 16, 26, 52].map((week) => [`share_${week}_weeks`, shareBy(week)])),
    },
  ]);
  const depth = Array.from({ length: 10 }, (_, i) => waitsFrom(i + 1)).filter((list) => list.length > 0);
  expectRows(
    tables,
    'nth_purchase',
    depth.map((list, i) => {
      const ended = list.filter(({ event }) => event).map(({ days }) => days);
      return {
        from: i + 1,
        to: i + 2,
        customers: list.length,
        reached: ended.length,
        median_days: median(list),
        observed_median_days: ended.length === 0 ? null : quantile(ended, 0.5),
      };
    }),
  );
}

interface Wait {
  readonly days: number;
  readonly event: boolean;
}

/** Share of those at risk who have the event, by day. */
function risks(waits: readonly Wait[]): number[] {
  const longest = Math.max(0, ...waits.map(({ days }) => days));
  const events = new Array<number>(longest + 1).fill(0);
  const ends = new Array<number>(longest + 1).fill(0);
  for (const { days, event } of waits) {
    ends[days]! += 1;
    if (event) events[days]! += 1;
  }
  let atRisk = waits.length;
  return ends.map((ended, day) => {
    const risk = atRisk === 0 ? 0 : events[day]! / atRisk;
    atRisk -= ended;
    return risk;
  });
}

function median(waits: readonly Wait[]): number | null {
  let left = 1;
  for (const [day, risk] of risks(waits).entries()) {
    left *= 1 - risk;
    if (1 - left >= 0.5 - 1e-12) return day;
  }
  return null;
}

function expectValues(tables: readonly Table[], members: readonly Member[], metric: Metric): void {
  const values = members
    .map(({ id, before, ages: later }) => [id, [before, ...later]] as const)
    .map(([id, ages]) => ({
      id,
      orders: ages.reduce((n, d) => n + d.orders, 0),
      spend: total(ages, 'spend'),
      profit: ages.some(({ profit }) => profit !== null) ? total(ages, 'profit') : null,
    }));
  const distribution = (measure: string, list: readonly number[]): Expected[] => {
    if (list.length === 0) return [];
    const { skew, ...cells } = describe(list);
    return [{ measure, ...cells, ...(skew !== null && Math.abs(skew) > 1e-3 ? { skew } : {}) }];
  };
  expectRows(
    tables,
    'value_to_date',
    [
      ...distribution(
        'profit',
        values.flatMap(({ profit }) => (profit === null ? [] : [profit / 1e4])),
      ),
      ...distribution(
        'spend',
        values.map(({ spend }) => spend / 1e4),
      ),
      ...distribution(
        'orders',
        values.map(({ orders }) => orders),
      ),
    ],
    { rounded: true },
  );
  const of = (value: (typeof values)[number]) => (metric === 'spend' ? value.spend : (value.profit ?? 0));
  const ranked = [...values].sort((a, b) => of(b) - of(a) || (a.id < b.id ? -1 : 1));
  const expected: Expected[] = [];
  for (let decile = 1; decile <= Math.min(10, ranked.length); decile++) {
    const before = expected.reduce((n, row) => n + Number(row.customers), 0);
    const size = Math.floor(ranked.length / 10) + (decile <= ranked.length % 10 ? 1 : 0);
    const part = ranked.slice(before, before + size);
    expected.push({
      decile,
      customers: size,
      orders: part.reduce((n, { orders }) => n + orders, 0),
      spend: cents(part.reduce((n, { spend }) => n + spend, 0)),
    });
  }
  expectRows(tables, 'value_to_date_deciles', expected);
}
