import type { Row, Table } from '../common/result.js';
import type { Store } from '../store/store.js';
import { dayNumber, monthOf, yearOf } from '../synth/days.js';
import type { Plan } from '../synth/plan.js';
import type { CalendarEvent } from '../synth/scenario.js';
import { fact, number } from './synth-fact.js';
import { latentFacts } from './synth-latent.js';

/** Checks that generated data keep the story's promises, from the rows themselves. */
export async function validationTable(store: Store, plan: Plan): Promise<Table> {
  const rows = [
    await nonNegative(store),
    await uniqueLines(store),
    await density(store, plan),
    await coverage(store, plan),
    ...(await latentFacts(store, plan)),
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

async function promotions(store: Store, plan: Plan): Promise<Row[]> {
  const rows: Row[] = [];
  for (const event of plan.scenario.events) {
    if (event.buyingLift > 1) rows.push(await promotionSignal(store, plan, event));
  }
  return rows;
}

/**
 * Repeat orders a day in the event against the four weeks before and after it. The ratio must reach the planted
 * lift less four standard errors and a tenth for the season's slope; where that allows no lift, nobody can tell.
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
  const error = Math.sqrt(1 / inside + 1 / outside);
  const least = 0.9 * event.buyingLift * (1 - 4 * error);
  const check = 'promotion_signal';
  const promise = `repeat orders a day during ${event.code} per one in the four weeks around it`;
  if (!(least > 1)) return fact(check, promise, null, '> 1', null);
  const ratio = inside / (until - from) / (outside / 56);
  return fact(check, promise, ratio, `≥ ${least.toFixed(2)}`, ratio >= least);
}
