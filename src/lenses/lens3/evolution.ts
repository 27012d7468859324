import { daysBetween } from '../../common/calendar.js';
import {
  acquisitionBasis,
  eventsBeforeAcquisition,
  lastPeriodIncomplete,
  stillForming,
} from '../../common/messages/lens3.js';
import { type Money, money, roundMoney } from '../../common/money.js';
import type { Note, Row } from '../../common/result.js';
import { type Aggregate, factors, moneyCell, ratio, sum } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { Age, Lens3Part, Lens3Scope } from './scope.js';

/** The cohort period by period: who was active, what they brought, what a member brought so far. */
export function evolution(scope: Lens3Scope): Lens3Part {
  const { life, cohort, currency, metric } = scope;
  const soFar = cumulated(scope);
  const rows = life.ages.map((age, i) => evolutionRow(scope, age, soFar[i]!));
  const everything = sum([
    life.before,
    ...life.ages.flatMap(({ active, returnsOnly }) => [active, returnsOnly]),
  ]);
  const other = metric === 'profit' ? 'spend' : 'profit';
  return {
    tables: [
      {
        id: 'evolution',
        title: `The cohort ${cohort.label} by age in calendar ${cohort.granularity}s`,
        section: "The cohort's life",
        description:
          'Members × share active × AOF × AOV = spend. Per member counts everybody acquired, silent ones too. Silent periods are there with zeros.',
        columns: [
          { id: 'age', title: 'age', type: 'count' },
          { id: 'period', title: 'period', type: 'text' },
          { id: 'period_start', title: 'from', type: 'date', wide: true },
          { id: 'complete', title: 'complete', type: 'boolean' },
          { id: 'cohort_size', title: 'members', type: 'count', wide: true },
          { id: 'active', title: 'active', type: 'count' },
          withBar({ id: 'share_active', title: '% active', type: 'share', digits: 1 }),
          { ...columns.orders, wide: true },
          { id: 'aof', title: 'AOF', type: 'number', digits: 2 },
          moneyColumn('aov', 'AOV', currency),
          { ...columns.knownShare, wide: true },
          { ...columns.margin, wide: life.total.profit === null },
          { ...moneyColumn('spend', 'spend', currency), wide: true },
          { ...moneyColumn('profit', 'profit', currency), wide: true },
          { ...moneyColumn('spend_per_active', 'spend per active', currency), wide: true },
          { ...moneyColumn('profit_per_active', 'profit per active', currency), wide: true },
          { ...moneyColumn(`${other}_per_member`, `${other} per member`, currency), wide: true },
          { ...moneyColumn('returns_only', `${metric} of returns without an order`, currency), wide: true },
          { ...moneyColumn('value_to_date', 'value to date', currency), wide: true },
          moneyColumn(`${metric}_per_member`, `${metric} per member`, currency),
          moneyColumn('value_to_date_per_member', 'to date per member', currency),
          columns.smallCell,
        ],
        rows,
        terminalRows: 40,
      },
      rfmByAge(scope),
    ],
    identities: [
      exactIdentity(
        'evolution_orders',
        "orders of all periods = the members' orders",
        everything.orders,
        life.total.orders,
      ),
      exactIdentity(
        'evolution_spend',
        "spend of all periods = the members' orders less returns",
        everything.spend,
        life.total.spend,
      ),
      exactIdentity(
        'evolution_profit',
        "profit of all periods = the members' profit",
        everything.profit ?? 0,
        life.total.profit ?? 0,
      ),
      exactIdentity(
        'evolution_members',
        'members acquired by the last period = members',
        life.ages.at(-1)!.members,
        life.total.customers,
      ),
    ],
    notes: notes(scope),
  };
}

function evolutionRow({ digits, metric }: Lens3Scope, age: Age, soFar: Aggregate): Row {
  const { active, members } = age;
  const per = (value: Money | null, n: number) =>
    value === null || n === 0 ? null : roundMoney(value.div(n), digits);
  const toDate = amountOf(soFar, metric);
  return {
    age: age.age,
    period: age.label,
    period_start: age.period.start,
    complete: age.period.complete,
    cohort_size: members,
    active: active.customers,
    share_active: ratio(active.customers, members),
    orders: active.orders,
    ...factors(active, digits),
    spend: moneyCell(active.spend, digits),
    profit: moneyCell(active.customers === 0 ? money(0) : active.profit, digits),
    spend_per_active: per(active.spend, active.customers),
    profit_per_active: per(active.profit, active.customers),
    spend_per_member: per(active.spend, members),
    profit_per_member: per(active.customers === 0 ? money(0) : active.profit, members),
    returns_only: moneyCell(amountOf(age.returnsOnly, metric), digits),
    value_to_date: moneyCell(toDate, digits),
    value_to_date_per_member: per(toDate, members),
    small_cell: active.customers < SMALL_CELL,
  };
}

function amountOf(part: Aggregate, metric: 'profit' | 'spend'): Money {
  return metric === 'spend' ? part.spend : (part.profit ?? money(0));
}

/** All that happened up to the end of each age. */
function cumulated({ life }: Lens3Scope): Aggregate[] {
  let soFar = life.before;
  return life.ages.map(({ active, returnsOnly }) => {
    soFar = sum([soFar, active, returnsOnly]);
    return soFar;
  });
}

/** Recency, frequency and money of the members who have bought, at the end of each period. */
function rfmByAge(scope: Lens3Scope): Lens3Part['tables'][number] {
  const { life, cohort, currency, digits } = scope;
  const soFar = cumulated(scope);
  let buyers = 0;
  let lastDays = 0;
  const rows = life.ages.map(({ age, label, period, newBuyers, lastOrderDays }, i): Row => {
    buyers += newBuyers;
    lastDays += lastOrderDays;
    const end = Math.min(daysBetween(EPOCH, period.end) - 1, daysBetween(EPOCH, cohort.calendar.asOf));
    return {
      age,
      period: label,
      complete: period.complete,
      buyers,
      recency_days: buyers === 0 ? null : end - lastDays / buyers,
      frequency: buyers === 0 ? null : soFar[i]!.orders / buyers,
      monetary: buyers === 0 ? null : roundMoney(soFar[i]!.spend.div(buyers), digits),
    };
  });
  return {
    id: 'rfm_by_age',
    title: 'Mean recency, frequency and money by age',
    section: "The cohort's life",
    description: 'Of the members who have bought by then, at the end of each period.',
    columns: [
      { id: 'age', title: 'age', type: 'count' },
      { id: 'period', title: 'period', type: 'text' },
      { id: 'complete', title: 'complete', type: 'boolean' },
      { id: 'buyers', title: 'have bought', type: 'count' },
      { id: 'recency_days', title: 'days since the last order', type: 'number', digits: 1 },
      { id: 'frequency', title: 'orders so far', type: 'number', digits: 2 },
      moneyColumn('monetary', 'spend so far', currency),
    ],
    rows,
    terminalRows: 40,
  };
}

const EPOCH = '1970-01-01';

function notes({ life, cohort, digits }: Lens3Scope): Note[] {
  const last = life.ages.at(-1)!;
  const formedBy = life.ages.find(({ members }) => members === life.total.customers)?.age ?? 0;
  return [
    acquisitionBasis(life.fromFile, life.total.customers - life.fromFile, life.total.customers - life.buyers),
    ...(life.before.customers > 0
      ? [eventsBeforeAcquisition(life.before.orders, roundMoney(life.before.spend, digits))]
      : []),
    ...(last.period.complete ? [] : [lastPeriodIncomplete(last.label, cohort.calendar.asOf)]),
    ...(formedBy > 0 ? [stillForming(formedBy)] : []),
  ];
}
