import { type Money, money } from '../common/money.js';
import type { Aggregate } from './aggregate.js';
import { shapleyEffects } from './shapley.js';

export type Component = 'customers' | 'aof' | 'aov' | 'known_share' | 'margin' | 'profit_per_order';

export interface ComponentChange {
  readonly component: Component;
  /** Exact quotients; null where the period has none. */
  readonly first: Money | null;
  readonly second: Money | null;
  /** Its part of the change of the total. */
  readonly effect: Money;
}

/**
 * The change of a total between two groups of active customers, attributed to the factors whose product it is:
 * customers × AOF × AOV (spend), times margin (profit), times the share of spend whose profit is known where that is not
 * all. Where AOV and margin don't multiply to the profit (no spend, or none of known profit), profit per order stands
 * for them. A group without customers has no other factors: all of the change is due to customers.
 */
export function componentChanges(
  first: Aggregate,
  second: Aggregate,
  metric: 'profit' | 'spend',
): ComponentChange[] {
  const names = componentsFor([first, second], metric);
  const own = [first, second].map((group) => names.map((name) => componentOf(group, name)));
  const [before, after] = own.map((values, k) =>
    values.map((value, i) => value ?? own[1 - k]![i] ?? money(0)),
  ) as [Money[], Money[]];
  const effects = shapleyEffects(before, after, totalOf(first, metric), totalOf(second, metric));
  return names.map((component, i) => ({
    component,
    first: own[0]![i]!,
    second: own[1]![i]!,
    effect: effects[i]!,
  }));
}

/** The product of a group's components, to compare with its total. */
export function componentProduct(changes: readonly ComponentChange[], side: 'first' | 'second'): Money {
  return changes.reduce((product, change) => product.times(change[side] ?? 0), money(1));
}

export function totalOf(group: Aggregate, metric: 'profit' | 'spend'): Money {
  return metric === 'spend' ? group.spend : (group.profit ?? money(0));
}

function componentsFor(groups: readonly Aggregate[], metric: 'profit' | 'spend'): Component[] {
  if (metric === 'spend') return ['customers', 'aof', 'aov'];
  const active = groups.filter(({ customers }) => customers > 0);
  if (active.some(({ spend, profitKnownSpend }) => spend.isZero() || profitKnownSpend.isZero()))
    return ['customers', 'aof', 'profit_per_order'];
  const allKnown = active.every(({ spend, profitKnownSpend }) => spend.eq(profitKnownSpend));
  return ['customers', 'aof', 'aov', ...(allKnown ? [] : (['known_share'] as const)), 'margin'];
}

function componentOf(group: Aggregate, component: Component): Money | null {
  if (component === 'customers') return money(group.customers);
  if (group.customers === 0) return null;
  switch (component) {
    case 'aof':
      return money(group.orders).div(group.customers);
    case 'aov':
      return group.spend.div(group.orders);
    case 'known_share':
      return group.profitKnownSpend.div(group.spend);
    case 'margin':
      return (group.profit ?? money(0)).div(group.profitKnownSpend);
    case 'profit_per_order':
      return (group.profit ?? money(0)).div(group.orders);
  }
}
