import type { Random } from '../numeric/random.js';
import type { Catalogue } from './catalogue.js';
import type { EventSpan } from './clock.js';
import type { Buffer, LineColumns } from './columns.js';
import { secondOfDay } from './hours.js';
import type { Plan } from './plan.js';

const RECALL_REACH_DAYS = 56;
const RECALL_SHARE = 0.7;

/**
 * Sends some of the last `count` lines back: at random, and nearly all that a recall calls back. What
 * would come back after the end of the data is not seen.
 */
export function returnLines(
  lines: Buffer<LineColumns>,
  count: number,
  catalogue: Catalogue,
  plan: Plan,
  recalls: readonly EventSpan[],
  random: Random,
): void {
  const { returns } = plan.scenario;
  const end = lines.count;
  for (let from = end - count; from < end; from++) {
    const day = lines.columns.DAY[from]!;
    const recall = recallOf(lines.columns.PRODUCT[from]!, day, catalogue, recalls);
    let wait = Number.POSITIVE_INFINITY;
    if (recall && random.uniform() < RECALL_SHARE) wait = recall.fromDay - day + random.exponential(0.1);
    else if (random.uniform() < returns.share) wait = 1 + random.exponential(1 / returns.meanDays);
    const back = Math.floor(day + wait);
    if (!(back < plan.endDay)) continue;
    const lost = random.uniform() < returns.writtenOff;
    copyBack(lines, from, back, secondOfDay(random.uniform()), lost);
  }
}

/** The recall that reaches a line bought on a day, if any. */
function recallOf(
  product: number,
  day: number,
  catalogue: Catalogue,
  recalls: readonly EventSpan[],
): EventSpan | undefined {
  if (recalls.length === 0) return undefined;
  const category = catalogue.categories[Math.floor(product / catalogue.perCategory)]!.name;
  return recalls.find(
    (event) => event.recalls === category && day < event.fromDay && day >= event.fromDay - RECALL_REACH_DAYS,
  );
}

/** Goods that come back are worth their cost again, unless they are lost: then the return gives back no cost. */
function copyBack(
  lines: Buffer<LineColumns>,
  from: number,
  day: number,
  second: number,
  lost: boolean,
): void {
  const to = lines.next();
  const { columns } = lines;
  columns.CUSTOMER[to] = columns.CUSTOMER[from]!;
  columns.ORDER[to] = columns.ORDER[from]!;
  columns.LINE[to] = columns.LINE[from]!;
  columns.DAY[to] = day;
  columns.SECOND[to] = second;
  columns.PRODUCT[to] = columns.PRODUCT[from]!;
  columns.QUANTITY[to] = -columns.QUANTITY[from]!;
  columns.PRICE[to] = columns.PRICE[from]!;
  columns.COST[to] = lost ? 0 : columns.COST[from]!;
  columns.RETURNED[to] = 1;
  columns.CHANNEL[to] = columns.CHANNEL[from]!;
  columns.DEVICE[to] = columns.DEVICE[from]!;
  columns.PLACE[to] = columns.PLACE[from]!;
  columns.PROMO[to] = columns.PROMO[from]!;
}
