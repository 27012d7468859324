import type { Store } from '../store/store.js';
import { type Step, steps } from './explain-steps.js';
import type { FirstOrderForecast } from './forecast-first-orders.js';
import { priorSteps } from './prior-steps.js';
import type { ScorePart, ScoreTerms } from './score-terms.js';

/** Steps from a customer's history to the value, each in words and with its number. */
export interface Explanation {
  readonly customerId: string;
  readonly basis: string;
  readonly steps: readonly Step[];
}

/** Explains one visible customer's row of the tables `histories`, `cells` and `scores`; null when there is none. */
export async function explainCustomer(
  store: Store,
  parts: readonly ScorePart[],
  terms: ScoreTerms,
  customerId: string,
  firstOrders: FirstOrderForecast | null,
): Promise<Explanation | null> {
  const [row] = await store.rows(
    `select scores.*, histories.part, histories.spend_x, histories.spend_total, histories.t_ticks, histories.t_x_ticks,
      cells.expected, cells.discounted,${terms.meanInterval ? ' cells.mean_low, cells.mean_high,' : ''} (select min(kept) < max(kept) from scores) as returns_differ
    from scores
    inner join histories on scores.customer_id = histories.customer_id
    left join cells on histories.part = cells.part and histories.x = cells.x and histories.spend_x = cells.spend_x
      and histories.t_ticks = cells.t_ticks and histories.t_x_ticks = cells.t_x_ticks
    where scores.customer_id = $id and scores.is_visible`,
    { id: customerId },
  );
  if (row === undefined) return null;
  const basis = String(row.basis);
  return {
    customerId,
    basis,
    steps: basis === 'prior' ? priorSteps(firstOrders, terms) : steps(row, parts, terms),
  };
}
