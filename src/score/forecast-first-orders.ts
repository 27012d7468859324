import { addDays } from '../common/calendar.js';
import type { Store } from '../store/store.js';
import { type FirstOrderRates, firstOrderRates } from './first-order-rates.js';
import { type ExpectedFirstOrders, expectedFirstOrders, type FirstOrderTerms } from './first-orders.js';
import type { KnownCustomers } from './known-customers.js';
import { newcomerWorth } from './newcomer-worth.js';
import { readReturnShares } from './return-shares.js';
import { deltaPerDay, type ScorePart, type ScoreTerms } from './score-terms.js';
import { meanSpend } from './scoring-model.js';

/** What may be expected of customers who are known and have not ordered. */
export interface FirstOrderForecast {
  readonly known: KnownCustomers;
  /** Null where too few have placed a first order to learn from. */
  readonly rates: FirstOrderRates | null;
  /** By month in which they became known, all of them last; none without rates. */
  readonly rows: readonly ExpectedFirstOrders[];
  /** Of the one customer who is asked for, where it can be known. */
  readonly one: { readonly since: string; readonly expected: ExpectedFirstOrders } | null;
}

/**
 * Forecasts first orders, and their worth with the model, margin and rate of the whole base (`part`; null where the model knows
 * sums alone): a new customer spends the population's mean, less the share that the base gives back. `store` holds `histories`.
 */
export async function forecastFirstOrders(
  store: Store,
  known: KnownCustomers,
  part: ScorePart | null,
  scoreTerms: ScoreTerms,
): Promise<FirstOrderForecast> {
  const { asOf, horizonDays, interval } = scoreTerms;
  const rates = firstOrderRates(known.followed);
  if (rates === null) return { known, rates, rows: [], one: null };
  const worth = part === null ? null : await worthOf(store, part, scoreTerms);
  const terms: FirstOrderTerms = { horizonDays, interval, worth };
  const { ageOfOne } = known;
  return {
    known,
    rates,
    rows: expectedFirstOrders(known.followed, rates, terms),
    one: ageOfOne === null ? null : ofOne(addDays(asOf, -ageOfOne), ageOfOne, rates, terms),
  };
}

function ofOne(since: string, age: number, rates: FirstOrderRates, terms: FirstOrderTerms) {
  const month = 12 * Number(since.slice(0, 4)) + Number(since.slice(5, 7));
  const alone = {
    AGE: Float64Array.of(age),
    AFTER: Float64Array.of(Number.NaN),
    MONTH: Float64Array.of(month),
    N: Float64Array.of(1),
  };
  return { since, expected: expectedFirstOrders(alone, rates, terms)[0]! };
}

async function worthOf(
  store: Store,
  { model, margin, annualRate }: ScorePart,
  { horizonDays, returnCost }: ScoreTerms,
): Promise<(days: number) => number> {
  const { share, rate } = await readReturnShares(store);
  const each = (margin ?? 1) * (1 - share) * meanSpend(model) - returnCost * rate;
  const worth = newcomerWorth(model, { horizonDays, deltaPerDay: deltaPerDay(annualRate) });
  return (days) => each * worth(days);
}
