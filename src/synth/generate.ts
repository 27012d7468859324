import { Random } from '../numeric/random.js';
import { AliasTable } from '../numeric/random-alias.js';
import { fillBasket, meanOrderValue, type OrderHead } from './basket.js';
import { type Catalogue, catalogueOf } from './catalogue.js';
import { acquisitionClock, buyingClock, type EventSpan, reaches } from './clock.js';
import { type Buffer, type Chunk, type CustomerColumns, customerBuffer, lineBuffer } from './columns.js';
import {
  type Customer,
  dealPlaces,
  drawBehaviour,
  drawTastes,
  emptyCustomer,
  type Habits,
} from './customer.js';
import { dayNumber } from './days.js';
import { secondOfDay } from './hours.js';
import type { Plan } from './plan.js';
import { emptyPurchases, type Purchases, simulatePurchases } from './purchases.js';
import { returnLines } from './returns.js';
import type { Place } from './scenario.js';

/** One stream a matter, so that another basket leaves the purchase times as they are. */
const STREAM = { behaviour: 1, tastes: 2, baskets: 3, returns: 4 } as const;

const CHUNK_LINES = 32_768;

/**
 * Simulates a plan customer by customer, in chunks of about 33,000 lines. Each customer draws from
 * generators of their own, so the data depend on seed, scenario and options alone. The order of rows
 * is by customer and order; a return stands behind its order.
 */
export function* generate(plan: Plan): Generator<Chunk> {
  const world = worldOf(plan);
  const { scenario } = plan;
  const behaviour = new Random(plan.seed, STREAM.behaviour);
  const tastes = new Random(plan.seed, STREAM.tastes);
  const baskets = new Random(plan.seed, STREAM.baskets);
  const returned = new Random(plan.seed, STREAM.returns);
  const lines = lineBuffer(CHUNK_LINES * 2);
  const customers = customerBuffer(CHUNK_LINES);
  const customer = emptyCustomer();
  const purchases = emptyPurchases();

  for (let i = 0; i < plan.customers; i++) {
    for (const random of [behaviour, tastes, baskets, returned]) random.restart(i);
    drawBehaviour(customer, plan, world.quota(i), world.acquiring, behaviour);
    drawTastes(customer, plan, world.habits, tastes);
    const events = world.events[customer.place]!;
    const clock = world.buying[customer.place]!;
    simulatePurchases(purchases, customer, scenario, clock, events, plan.endDay, behaviour);
    let orders = 0;
    for (let n = 0; n < purchases.count; n++) {
      const time = purchases.times[n]!;
      if (time < plan.fromDay) continue;
      orders++;
      const head = orderHead(i, n + 1, time, customer, events, world, baskets);
      const count = fillBasket(lines, head, customer, world.catalogue, plan, baskets);
      returnLines(lines, count, world.catalogue, plan, world.recalls, returned);
    }
    record(customers, i, customer, purchases, orders, world.catalogue, plan);
    if (lines.count >= CHUNK_LINES || customers.count >= CHUNK_LINES) {
      yield { lines: lines.view(), customers: customers.view() };
      lines.clear();
      customers.clear();
    }
  }
  if (customers.count > 0) yield { lines: lines.view(), customers: customers.view() };
}

interface World {
  readonly catalogue: Catalogue;
  readonly habits: Habits;
  /** Place in the list of all events by code, from 1. */
  readonly promo: ReadonlyMap<string, number>;
  readonly quota: ReturnType<typeof dealPlaces>;
  /** By place: clocks, and the events that reach it. */
  readonly acquiring: readonly ReturnType<typeof acquisitionClock>[];
  readonly buying: readonly ReturnType<typeof buyingClock>[];
  readonly events: readonly (readonly EventSpan[])[];
  readonly recalls: readonly EventSpan[];
}

function worldOf(plan: Plan): World {
  const { scenario, startDay, endDay } = plan;
  const { places, acquisition, buying } = scenario;
  const spans = scenario.events.map(
    (event): EventSpan => ({
      ...event,
      fromDay: dayNumber(event.from),
      untilDay: dayNumber(event.to) + 1,
    }),
  );
  const launchDay = (place: Place) => (place.launch === null ? null : dayNumber(place.launch));
  const catalogue = catalogueOf(scenario.shop);
  return {
    catalogue,
    habits: {
      favourite: catalogue.byShare,
      channel: new AliasTable(scenario.channels.map(({ weight }) => weight)),
      device: new AliasTable(scenario.devices.map(({ weight }) => weight)),
    },
    promo: new Map(scenario.events.map(({ code }, i) => [code, i + 1])),
    quota: dealPlaces(
      plan.customers,
      places.map(({ share }) => share),
    ),
    acquiring: places.map((place) =>
      acquisitionClock(
        startDay,
        endDay,
        acquisition.yearlyGrowth,
        acquisition.months,
        spans,
        place,
        launchDay(place),
      ),
    ),
    buying: places.map((place) => buyingClock(startDay, endDay, buying.months, spans, place)),
    events: places.map((place) => spans.filter((event) => reaches(event, place))),
    recalls: spans.filter((event) => event.recalls !== null),
  };
}

function orderHead(
  i: number,
  order: number,
  time: number,
  customer: Customer,
  events: readonly EventSpan[],
  { habits, promo }: World,
  random: Random,
): OrderHead {
  const day = Math.floor(time);
  const head: OrderHead = {
    customer: i + 1,
    order,
    day,
    second: secondOfDay(time - day),
    channel: customer.channel,
    device: customer.device,
    promo: 0,
    discount: 0,
  };
  if (random.uniform() < 0.25) head.channel = habits.channel.draw(random);
  if (random.uniform() < 0.2) head.device = habits.device.draw(random);
  const code = random.uniform();
  for (const event of events) {
    if (event.discount > 0 && day >= event.fromDay && day < event.untilDay && code < event.uptake) {
      head.promo = promo.get(event.code)!;
      head.discount = event.discount;
    }
  }
  return head;
}

function record(
  customers: Buffer<CustomerColumns>,
  i: number,
  customer: Customer,
  purchases: Purchases,
  orders: number,
  catalogue: Catalogue,
  plan: Plan,
): void {
  const at = customers.next();
  const { columns } = customers;
  columns.CUSTOMER[at] = i + 1;
  columns.PLACE[at] = customer.place;
  columns.CHANNEL[at] = customer.channel;
  columns.DEVICE[at] = customer.device;
  columns.VISIBLE[at] = customer.visible ? 1 : 0;
  columns.CONSENTS[at] = customer.consents ? 1 : 0;
  columns.RATE[at] = customer.rate;
  columns.LEAVE_CHANCE[at] = customer.leaveChance;
  columns.LEAVE_RATE[at] = customer.leaveRate;
  columns.SPEND_MEAN[at] = meanOrderValue(customer, catalogue, plan);
  columns.ORDERS[at] = orders;
  setInstant(columns.ACQUIRED_DAY, columns.ACQUIRED_SECOND, at, customer.acquired);
  setInstant(columns.LEFT_DAY, columns.LEFT_SECOND, at, purchases.left);
}

function setInstant(DAY: Int32Array, SECOND: Int32Array, at: number, time: number): void {
  const known = Number.isFinite(time);
  DAY[at] = known ? Math.floor(time) : -1;
  SECOND[at] = known ? secondOfDay(time - Math.floor(time)) : 0;
}
