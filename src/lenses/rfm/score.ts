import type { Mart } from '../../mart/build.js';
import { type RfmSegment, storeRules } from './rules.js';

/** Everything that is made of the scores of one history. */
const SCORED = [
  'rfm_cuts',
  'rfm_scored',
  'rfm_judged',
  'rfm',
  'rfm_cells',
  'rfm_segments',
  'rfm_scores',
  'cohort_segments',
];

/** Orders from one day (null = the first) to another. */
interface Span {
  readonly from: string | null;
  readonly to: string;
}

/** Scores every customer by the orders of a span: builds `rfm`. */
export async function scoreCustomers(mart: Mart, span: Span, segments: readonly RfmSegment[]): Promise<void> {
  await scoreSpan(mart, span, segments);
  await mart.build(['rfm']);
}

/** Makes the orders of a span the history that scores are made of. */
export async function scoreSpan(
  mart: Mart,
  { from, to }: Span,
  segments: readonly RfmSegment[],
): Promise<void> {
  await storeRules(mart, segments);
  mart.set({ rfm_from: from, rfm_to: to });
  await scoreHistory(mart, 'rfm_purchases');
}

type History = 'rfm_purchases' | 'lens2_purchases' | 'cohort_history';

/** Puts a history in the place of `rfm_history`, which scores are made of; what was made of another one is forgotten. */
export async function scoreHistory(mart: Mart, history: History): Promise<void> {
  mart.forget(SCORED);
  await mart.build([history]);
  await mart.store.run(
    `create or replace temporary view rfm_history as select * from ${mart.table(history)}`,
  );
}
