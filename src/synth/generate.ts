import { Random } from '../numeric/random.js';
import { fillBasket, meanOrderValue, type OrderHead } from './basket.js';
import type { Catalogue } from './catalogue.js';
import type { EventSpan } from './clock.js';
import { type Buffer, type Chunk, type CustomerColumns, customerBuffer, lineBuffer } from './columns.js';
import { type Customer, drawBehaviour, drawTastes, emptyCustomer } from './customer.js';
import { secondOfDay } from './hours.js';
import type { Plan } from './plan.js';
import { emptyPurchases, type Purchases, simulatePurchases } from './purchases.js';
import { returnLines } from './returns.js';
import { type World, worldOf } from './world.js';

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
