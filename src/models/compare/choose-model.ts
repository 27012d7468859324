import { chosenByBic, chosenByLogScore, leftOut, tiedOnLogScore } from '../../common/messages/models.js';
import type { Note } from '../../common/result.js';
import type { Fit } from '../fit/fit-record.js';
import { pairedDifference } from './log-score.js';

export interface Candidate {
  readonly fit: Fit<unknown>;
  /** Holdout log-score of each customer (or group, with the same weights for all candidates), if there is a holdout. */
  readonly logScores?: ArrayLike<number>;
}

export interface Choice {
  readonly fit: Fit<unknown>;
  readonly reasons: readonly Note[];
}

/**
 * The model to use: highest mean holdout log-score where scores are given, else lowest BIC. Candidates whose log-score is
 * within the paired 95 % interval of the best tie, and the lowest BIC among them wins. Only fits that can predict take
 * part; null when there is none.
 */
export function chooseModel(candidates: readonly Candidate[], weights?: ArrayLike<number>): Choice | null {
  const usable = candidates.filter(({ fit }) => fit.predictor !== null);
  const reasons = candidates
    .filter(({ fit }) => fit.predictor === null)
    .map(({ fit }) => leftOut(fit.model, fit.outcome));
  if (usable.length === 0) return null;
  if (!usable.every(({ logScores }) => logScores)) {
    const { fit } = lowestBic(usable);
    const bicOf = ({ model, bic }: Fit<unknown>) => ({ model, bic: bic! });
    const others = usable.filter((c) => c.fit !== fit).map((c) => bicOf(c.fit));
    return { fit, reasons: [chosenByBic(bicOf(fit), others), ...reasons] };
  }
  const mean = ({ logScores }: Candidate): number => pairedDifference(logScores!, null, weights).mean;
  const best = usable.reduce((a, b) => (mean(b) > mean(a) ? b : a));
  const tied = usable.filter(
    (c) => c === best || pairedDifference(best.logScores!, c.logScores!, weights).low <= 0,
  );
  const chosen = lowestBic(tied);
  const others = usable.filter((c) => c !== best).map((c) => `${c.fit.model} ${mean(c).toFixed(5)}`);
  const reason =
    chosen === best
      ? chosenByLogScore(best.fit.model, mean(best), others)
      : tiedOnLogScore(best.fit.model, chosen.fit.model);
  return { fit: chosen.fit, reasons: [reason, ...reasons] };
}

function lowestBic(candidates: readonly Candidate[]): Candidate {
  return candidates.reduce((a, b) => (b.fit.bic! < a.fit.bic! ? b : a));
}
