import { daysBetween } from '../../common/calendar.js';
import {
  costOffRevenue,
  marginBelowZero,
  marginOfData,
  marginOverOne,
  marginPartlyKnown,
  modelFromLater,
  modelIsOld,
  valueIsRevenue,
} from '../../common/messages/score.js';
import type { Note } from '../../common/result.js';
import type { ScoreTerms } from '../../score/score-terms.js';
import type { ScoringBase } from './scoring-base.js';

/** A model whose data end longer ago is worth a word. */
const OLD_DAYS = 92;
/** Margins have six decimals; profits are rounded a line at a time. */
const EXACT = 1e-4;

interface Judged {
  /** Last day that the model saw. */
  readonly modelEnd: string;
  readonly base: Pick<ScoringBase, 'totals'>;
  readonly terms: ScoreTerms;
  /** The margin of the settings; null = none. */
  readonly marginAsked: string | null;
}

/** What is to be said of any model's scores: how old it is, and what the values are profit of. */
export function scoreWarnings({ modelEnd, base, terms, marginAsked }: Judged): Note[] {
  const age = daysBetween(modelEnd, terms.asOf);
  const { margin, marginKnown } = base.totals;
  return [
    ...(age < 0 ? [modelFromLater(terms.modelId, modelEnd, terms.asOf)] : []),
    ...(age > OLD_DAYS ? [modelIsOld(terms.modelId, age)] : []),
    ...(margin === null ? [valueIsRevenue()] : []),
    ...(margin === null && terms.cac !== null ? [costOffRevenue()] : []),
    ...(margin !== null && marginKnown < 0.995 ? [marginPartlyKnown(marginKnown)] : []),
    ...(margin !== null && marginAsked !== null && Math.abs(Number(marginAsked) - margin) > EXACT
      ? [marginOfData(Number(marginAsked), margin)]
      : []),
    ...(margin !== null && margin > 1 ? [marginOverOne(margin)] : []),
    ...(margin !== null && margin < 0 ? [marginBelowZero(margin)] : []),
  ];
}
