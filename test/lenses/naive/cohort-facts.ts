import type { NaiveCustomer } from './cohorts.js';

/** What one customer did in the periods from and to, both included. */
export function customerFacts(customer: NaiveCustomer, from: number, to: number) {
  const facts = {
    periods: 0,
    last: 0,
    orders: 0,
    spend: 0,
    profit: 0,
    known: 0,
    value: { spend: 0, profit: 0 },
  };
  for (let p = from; p <= to; p++) {
    const part = customer.periods.get(p);
    if (!part) continue;
    facts.value.spend += Number(part.spend) / 1e4;
    facts.value.profit += Number(part.profit ?? 0n) / 1e4;
    if (part.orders === 0) continue;
    facts.periods++;
    if (p === to) facts.last = 1;
    facts.orders += part.orders;
    facts.spend += Number(part.spend) / 1e4;
    facts.profit += Number(part.profit ?? 0n) / 1e4;
    facts.known += Number(part.known) / 1e4;
  }
  return facts;
}

/** Value and standard error by the definitions, over customers one by one. */
export function estimate(
  measure: string,
  facts: readonly ReturnType<typeof customerFacts>[],
  profit: boolean,
): [number, number] {
  const n = facts.length;
  const sum = (of: (f: (typeof facts)[number]) => number) => facts.reduce((s, f) => s + of(f), 0);
  const mean = (of: (f: (typeof facts)[number]) => number): [number, number] => {
    const m = sum(of) / n;
    return [m, Math.sqrt(sum((f) => (of(f) - m) ** 2) / (n - 1) / n)];
  };
  const ratio = (
    y: (f: (typeof facts)[number]) => number,
    x: (f: (typeof facts)[number]) => number,
  ): [number, number] => {
    const R = sum(y) / sum(x);
    return [R, Math.sqrt((sum((f) => (y(f) - R * x(f)) ** 2) * n) / (n - 1)) / sum(x)];
  };
  switch (measure) {
    case 'share_active': {
      const p = sum((f) => f.last) / n;
      return [p, Math.sqrt((p * (1 - p)) / n)];
    }
    case 'value_per_member':
      return mean((f) => f.value[profit ? 'profit' : 'spend']);
    case 'aof':
      return ratio(
        (f) => f.orders,
        (f) => f.periods,
      );
    case 'aov':
      return ratio(
        (f) => f.spend,
        (f) => f.orders,
      );
    default:
      return ratio(
        (f) => f.profit,
        (f) => f.known,
      );
  }
}
