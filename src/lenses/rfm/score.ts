import type { Mart } from '../../mart/build.js';
import { type RfmSegment, storeRules } from './rules.js';

/** Everything that is made of the scores of one history. */
const SCORED = ['rfm_cuts', 'rfm_judged', 'rfm', 'rfm_segments', 'rfm_scores', 'cohort_segments'];

/** Scores every customer by the orders from one day (null = the first) to another: builds `rfm`. */
export async function scoreCustomers(
  mart: Mart,
  { from, to }: { readonly from: string | null; readonly to: string },
  segments: readonly RfmSegment[],
): Promise<void> {
  await storeRules(mart, segments);
  mart.set({ rfm_from: from, rfm_to: to });
  await scoreHistory(mart, 'rfm_purchases');
  await mart.build(['rfm']);
}

/** Puts a history in the place of `rfm_history`, which scores are made of; what was made of another one is forgotten. */
export async function scoreHistory(mart: Mart, history: 'rfm_purchases' | 'cohort_history'): Promise<void> {
  mart.forget(SCORED);
  await mart.build([history]);
  await mart.store.run(
    `create or replace temporary view rfm_history as select * from ${mart.table(history)}`,
  );
}
