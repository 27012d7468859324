import type { Row, Table } from '../common/result.js';
import type { Store } from '../store/store.js';
import { dayNumber, monthOf, yearOf } from '../synth/days.js';
import type { Plan } from '../synth/plan.js';
import type { CalendarEvent } from '../synth/scenario.js';

/** Checks that generated data keep the story's promises, from the rows themselves. */
export async function validationTable(store: Store, plan: Plan): Promise<Table> {
  const rows = [
    await nonNegative(store),
    await uniqueLines(store),
    await density(store, plan),
    await coverage(store, plan),
    await decay(store, plan),
    await absorbingDropout(store),
    ...(await promotions(store, plan)),
  ];
  return {
    id: 'validation',
    title: 'Does the data keep its promises?',
    section: 'Validation',
    description:
      'Each promise with what was found and the bound that it must keep; an empty verdict means too little data to tell.',
    columns: [
      { id: 'check', title: 'check', type: 'text' },
      { id: 'promise', title: 'promise', type: 'text' },
      { id: 'value', title: 'found', type: 'number', digits: 3 },
      { id: 'bound', title: 'bound', type: 'text' },
      { id: 'passes', title: 'passes', type: 'boolean' },
    ],
    rows,
  };
}

function fact(
  check: string,
  promise: string,
  value: number | null,
  bound: string,
  passes: boolean | null,
): Row {
  return { check, promise, value, bound, passes };
}

async function number(store: Store, text: string, bindings = {}): Promise<number> {
  return Number((await store.one(text, bindings)).value);
}

async function nonNegative(store: Store): Promise<Row> {
  const wrong = await number(
    store,
    `select count(*) as value from synth_lines
     where price <= 0 or cost < 0 or (returned = 0 and quantity < 1) or (returned = 1 and quantity > -1)`,
  );
  return fact(
    'non_negative',
    'purchases have positive prices and quantities, returns negative quantities',
    wrong,
    '= 0 lines',
    wrong === 0,
  );
}

async function uniqueLines(store: Store): Promise<Row> {
  const twice = await number(
    store,
    `select count(*) as value from (
       select 1 from synth_lines group by customer, order_no, line, returned having count(*) > 1)`,
  );
  return fact(
    'unique_lines',
    'an order holds a line once and a line comes back at most once',
    twice,
    '= 0 lines',
    twice === 0,
  );
}

/** On a day with m orders on average 1 − e^−m of the days have one; quiet months are allowed a fifth of the mean. */
async function density(store: Store, plan: Plan): Promise<Row> {
  const days = plan.endDay - plan.fromDay;
  const found = await store.one(`
    select count(*) as orders, count(distinct day) as days
    from synth_lines where returned = 0 and line = 1`);
  const share = Number(found.days) / days;
  const least = Math.max(0, 1 - Math.exp(-Number(found.orders) / days / 5) - 0.05);
  return fact(
    'density',
    'share of the days that have an order',
    share,
    `≥ ${least.toFixed(3)}`,
    share >= least,
  );
}

async function coverage(store: Store, plan: Plan): Promise<Row> {
  const months =
    (yearOf(plan.endDay - 1) - yearOf(plan.fromDay)) * 12 +
    monthOf(plan.endDay - 1) -
    monthOf(plan.fromDay) +
    1;
  const found = await store.one(`
    select count(distinct date_trunc('month', date '1970-01-01' + day)) as months
    from synth_lines where returned = 0`);
  const share = Number(found.months) / months;
  return fact('coverage', 'share of the calendar months that have an order', share, '= 1', share === 1);
}

/** Repeat orders of the same customers in their second year against their first, both years wholly inside the data. */
async function decay(store: Store, plan: Plan): Promise<Row> {
  const promise = 'repeat orders in the second year of a customer per one in the first';
  const found = await store.one(
    `select
       count(*) filter (where l.day < c.acquired_day + 365) as first,
       count(*) filter (where l.day >= c.acquired_day + 365) as second
     from synth_lines l join synth_customers c using (customer)
     where l.returned = 0 and l.line = 1 and l.order_no > 1 and l.day < c.acquired_day + 730
       and c.acquired_day >= $from and c.acquired_day + 730 <= $end`,
    { from: plan.fromDay, end: plan.endDay },
  );
  const first = Number(found.first);
  if (first < 100) return fact('decay', promise, null, '< 1', null);
  const ratio = Number(found.second) / first;
  return fact('decay', promise, ratio, '< 1', ratio < 1);
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

async function promotions(store: Store, plan: Plan): Promise<Row[]> {
  const rows: Row[] = [];
  for (const event of plan.scenario.events) {
    if (event.buyingLift > 1) rows.push(await promotionSignal(store, plan, event));
  }
  return rows;
}

/**
 * Repeat orders a day in the event against the four weeks before and after it. It must rise by at least
 * half of the planted lift, which is more than four standard errors once 200 orders are compared.
 */
async function promotionSignal(store: Store, plan: Plan, event: CalendarEvent): Promise<Row> {
  const from = dayNumber(event.from);
  const until = dayNumber(event.to) + 1;
  const places = plan.scenario.places.flatMap(({ city }, i) =>
    event.cities === null || event.cities.includes(city) ? [i] : [],
  );
  const found = await store.one(
    `select
       count(*) filter (where day >= $from and day < $until) as inside,
       count(*) filter (where day < $from or day >= $until) as outside
     from synth_lines
     where returned = 0 and line = 1 and order_no > 1 and place in (${places.join(', ')})
       and day >= $from - 28 and day < $until + 28`,
    { from, until },
  );
  const [inside, outside] = [Number(found.inside), Number(found.outside)];
  const least = 1 + (event.buyingLift - 1) / 2;
  const check = 'promotion_signal';
  const promise = `repeat orders a day during ${event.code} per one in the four weeks around it`;
  if (inside + outside < 200) return fact(check, promise, null, `≥ ${least.toFixed(2)}`, null);
  const ratio = inside / (until - from) / (outside / 56);
  return fact(check, promise, ratio, `≥ ${least.toFixed(2)}`, ratio >= least);
}
