import type { Random } from '../numeric/random.js';
import { type Catalogue, TASTES } from './catalogue.js';
import type { Buffer, LineColumns } from './columns.js';
import type { Customer } from './customer.js';
import type { Plan } from './plan.js';

const MAX_CENTS = 2_000_000_000;

/** What an order's lines share. */
export interface OrderHead {
  customer: number;
  order: number;
  day: number;
  second: number;
  channel: number;
  device: number;
  promo: number;
  /** Share off every list price. */
  discount: number;
}

/** Fills a basket from the catalogue, or with an exact Gamma-Gamma value; returns its number of lines. */
export function fillBasket(
  lines: Buffer<LineColumns>,
  head: OrderHead,
  customer: Customer,
  catalogue: Catalogue,
  plan: Plan,
  random: Random,
): number {
  const { shop } = plan.scenario;
  const count = 1 + (customer.extraLines > 0 ? random.poisson(customer.extraLines) : 0);
  const value = plan.spend ? orderValue(plan.spend.p, customer.valueRate, count, random) : null;
  let restCents = value ?? 0;
  for (let line = 1; line <= count; line++) {
    const product = pickProduct(customer, head.day, catalogue, random);
    const at = lines.next();
    const { columns } = lines;
    columns.CUSTOMER[at] = head.customer;
    columns.ORDER[at] = head.order;
    columns.LINE[at] = line;
    columns.DAY[at] = head.day;
    columns.SECOND[at] = head.second;
    columns.PRODUCT[at] = product;
    columns.RETURNED[at] = 0;
    columns.CHANNEL[at] = head.channel;
    columns.DEVICE[at] = head.device;
    columns.PLACE[at] = customer.place;
    columns.PROMO[at] = head.promo;
    const list = catalogue.PRICE[product]!;
    const cost = catalogue.COST[product]!;
    if (value === null) {
      const soldOff = random.uniform() < shop.clearance.share ? shop.clearance.discount : 0;
      columns.PRICE[at] = Math.max(1, Math.round(list * (1 - soldOff) * (1 - head.discount)));
      columns.COST[at] = cost;
      columns.QUANTITY[at] = units(shop.moreUnits, random);
    } else {
      const left = count - line;
      const cents = left === 0 ? restCents : 1 + Math.floor(firstCut(left, random) * (restCents - left));
      restCents -= cents;
      columns.PRICE[at] = cents;
      columns.COST[at] = Math.round((cents * cost) / list);
      columns.QUANTITY[at] = 1;
    }
  }
  return count;
}

/** Mean value of a customer's orders at list prices (clearance included, promotions not), in currency units. */
export function meanOrderValue(customer: Customer, catalogue: Catalogue, plan: Plan): number {
  if (plan.spend) return plan.spend.p / customer.valueRate;
  const { shop } = plan.scenario;
  let others = 0;
  let shares = 0;
  for (const [c, category] of catalogue.categories.entries()) {
    others += category.share * catalogue.MEAN_PRICE[c * TASTES + customer.taste]!;
    shares += category.share;
  }
  const own = catalogue.MEAN_PRICE[customer.favourite * TASTES + customer.taste]!;
  const price = customer.loyalty * own + (1 - customer.loyalty) * (others / shares);
  const kept = 1 - shop.clearance.share * shop.clearance.discount;
  return ((1 + customer.extraLines) * price * kept) / (1 - shop.moreUnits) / 100;
}

function pickProduct(customer: Customer, day: number, catalogue: Catalogue, random: Random): number {
  let category = random.uniform() < customer.loyalty ? customer.favourite : catalogue.byShare.draw(random);
  while (catalogue.launchDay[category]! > day) category = catalogue.byShare.draw(random);
  const pick = catalogue.picks[category * TASTES + customer.taste]!.draw(random);
  return category * catalogue.perCategory + pick;
}

function units(more: number, random: Random): number {
  let n = 1;
  while (random.uniform() < more) n++;
  return n;
}

/** Gamma-Gamma order value in cents: at least one cent a line. */
function orderValue(p: number, rate: number, lines: number, random: Random): number {
  const cents = Math.round(random.gamma(p, rate) * 100);
  return Math.min(MAX_CENTS, Math.max(lines, cents));
}

/** Share of the first of `left + 1` pieces of a stick broken at random: Beta(1, left). */
function firstCut(left: number, random: Random): number {
  return left === 1 ? random.uniform() : random.beta(1, left);
}
