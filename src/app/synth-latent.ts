import type { Row } from '../common/result.js';
import type { Store } from '../store/store.js';
import type { Plan } from '../synth/plan.js';
import { worldOf } from '../synth/world.js';
import { fact, number } from './synth-fact.js';

/** Checks of the orders against the truth behind them. */
export async function latentFacts(store: Store, plan: Plan): Promise<Row[]> {
  await createFelt(store, plan);
  return [await intensity(store, plan), await decay(store, plan), await absorbingDropout(store)];
}

/** Felt time by place and day, at the start and in the middle of the day. */
async function createFelt(store: Store, plan: Plan): Promise<void> {
  await store.run('create table synth_felt (place utinyint, day integer, at_start double, at_noon double)');
  const appender = await store.appender('synth_felt');
  for (const [place, clock] of worldOf(plan).buying.entries()) {
    const DAY = Int32Array.from({ length: plan.endDay - plan.startDay + 1 }, (_, i) => plan.startDay + i);
    appender.append([
      new Uint8Array(DAY.length).fill(place),
      DAY,
      Float64Array.from(DAY, (day) => clock.feltAt(day)),
      Float64Array.from(DAY, (day) => clock.feltAt(day + 0.5)),
    ]);
  }
  appender.close();
}

/**
 * Repeat orders against the sum over customers of rate × felt time there. Their difference is a martingale
 * also when leaving follows purchases, with the sum as its variance: five standard errors, and 1 % because
 * instants are known to the day here.
 */
async function intensity(store: Store, plan: Plan): Promise<Row> {
  const { weeks, rate } = plan.scenario.buying.welcome;
  const found = await store.one(
    `with
     spans as (
       select
         c.rate,
         case when c.acquired_day < $from then first.at_start else first.at_noon end as since,
         case when c.left_day < 0 then last.at_start else last.at_noon end as until,
         welcome.at_noon as settled
       from synth_customers c
       join synth_felt first on first.place = c.place and first.day = greatest(c.acquired_day, $from)
       join synth_felt last on last.place = c.place and last.day = case when c.left_day < 0 then $end else c.left_day end
       join synth_felt welcome on welcome.place = c.place and welcome.day = least(c.acquired_day + $welcome, $end)
       where c.acquired_day >= 0 and (c.left_day < 0 or c.left_day >= $from)
     )
     select
       sum(rate / 7 * (until - since) + $extra / 7 * greatest(0, least(until, settled) - since)) as expected,
       (select count(*) from synth_lines where returned = 0 and line = 1 and order_no > 1) as orders
     from spans`,
    { from: plan.fromDay, end: plan.endDay, welcome: weeks * 7, extra: rate },
  );
  const promise = 'repeat orders per one that the latent rates promise';
  const expected = Number(found.expected);
  if (!(expected > 100)) return fact('intensity', promise, null, '≈ 1', null);
  const ratio = Number(found.orders) / expected;
  const reach = 5 / Math.sqrt(expected) + 0.01;
  return fact('intensity', promise, ratio, `1 ± ${reach.toFixed(3)}`, Math.abs(ratio - 1) <= reach);
}

/** Repeat orders per felt day in the second half of a customer's first year against the first half. */
async function decay(store: Store, plan: Plan): Promise<Row> {
  const found = await store.one(
    `with
     members as (
       select c.customer, c.acquired_day, b.at_noon - a.at_noon as first, d.at_noon - b.at_noon as second
       from synth_customers c
       join synth_felt a on a.place = c.place and a.day = c.acquired_day
       join synth_felt b on b.place = c.place and b.day = c.acquired_day + 182
       join synth_felt d on d.place = c.place and d.day = c.acquired_day + 364
       where c.acquired_day >= $from and c.acquired_day + 364 < $end
     ),
     repeats as (
       select
         count(*) filter (where l.day < m.acquired_day + 182) as first,
         count(*) filter (where l.day >= m.acquired_day + 182) as second
       from synth_lines l join members m using (customer)
       where l.returned = 0 and l.line = 1 and l.order_no > 1 and l.day < m.acquired_day + 364
     )
     select
       any_value(repeats.first) as first,
       any_value(repeats.second) as second,
       any_value(repeats.second) / sum(members.second) / (any_value(repeats.first) / sum(members.first)) as ratio
     from members, repeats`,
    { from: plan.fromDay, end: plan.endDay },
  );
  const promise = 'repeat orders in the second half of a customer’s first year per one in the first';
  const [first, second] = [Number(found.first), Number(found.second)];
  if (first < 100 || second < 1) return fact('decay', promise, null, '< 1', null);
  const ratio = Number(found.ratio);
  const reach = 1 + 3 * Math.sqrt(1 / first + 1 / second);
  return fact('decay', promise, ratio, `< ${reach.toFixed(2)}`, ratio < reach);
}

async function absorbingDropout(store: Store): Promise<Row> {
  const late = await number(
    store,
    `select count(*) as value
     from synth_lines l join synth_customers c using (customer)
     where l.returned = 0 and c.left_day >= 0 and (l.day, l.second) > (c.left_day, c.left_second)`,
  );
  return fact('absorbing_dropout', 'orders after their customer has left', late, '= 0 lines', late === 0);
}
