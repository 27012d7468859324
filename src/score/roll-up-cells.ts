import { countTable } from '../models/clv/total-spend.js';
import { discounted } from '../models/discounting.js';
import { type AgeFunctions, AgePanels, exactAges } from './age-panels.js';
import type { ParameterPoint } from './parameter-points.js';
import {
  ageScale,
  futureAt,
  type HorizonTerms,
  horizonUnits,
  stateChances,
  stateCount,
} from './prediction-panels.js';
import type { Cells } from './score-cells.js';
import type { ScoringModel } from './scoring-model.js';

const TOLERANCE = 1e-9;

/** What sums over customers need of each history. */
export interface CellMoments {
  /** Discounted expected purchases, by point of the parameters. */
  readonly DISCOUNTED: readonly Float64Array[];
  /** E[N], E[N^2] and DET/E at the estimate. */
  readonly MEAN: Float64Array;
  readonly SECOND: Float64Array;
  readonly FACTOR: Float64Array;
}

/** Moments of the purchases up to the horizon, column-wise; the cells are sorted by x first and T third. */
export function cellMoments({ X, T_X, T }: Cells, model: ScoringModel, terms: HorizonTerms): CellMoments {
  const size = X.length;
  const column = () => new Float64Array(size);
  const estimate: ParameterPoint = { frequency: model.parameters, spend: model.spend };
  const out: CellMoments = {
    DISCOUNTED: model.sharedPoints.map(column),
    MEAN: column(),
    SECOND: column(),
    FACTOR: column(),
  };
  for (let from = 0; from < size; ) {
    let to = from + 1;
    while (to < size && X[to] === X[from]) to++;
    const x = X[from]!;
    const panels = [estimate, ...model.sharedPoints].map((point, d) =>
      momentPanels(model, point, x, terms, d === 0),
    );
    for (let i = from; i < to; i++) {
      const history = { x, t_x: T_X[i]! / model.unitTicks, T: T[i]! / model.unitTicks };
      panels.forEach((panel, d) => {
        const { frequency } = d === 0 ? estimate : model.sharedPoints[d - 1]!;
        const at = panel.at(history.T);
        const chances = stateChances(model, frequency, history);
        const stride = at.length / chances.length;
        const mean = (place: number) => chances.reduce((sum, c, j) => sum + c * at[stride * j + place]!, 0);
        if (d > 0) out.DISCOUNTED[d - 1]![i] = mean(0);
        else {
          out.MEAN[i] = mean(1);
          out.SECOND[i] = mean(2);
          out.FACTOR[i] = mean(1) > 0 ? mean(0) / mean(1) : 1;
        }
      });
    }
    from = to;
  }
  return out;
}

/** DET of a customer alive at age T and, where spread is asked for, E[N] and E[N^2]; state after state. */
function momentPanels(
  model: ScoringModel,
  { frequency }: ParameterPoint,
  x: number,
  terms: HorizonTerms,
  isSpread: boolean,
): AgeFunctions {
  const horizon = horizonUnits(model, terms);
  const delta = terms.deltaPerDay * model.unitDays;
  const states = stateCount(model);
  const stride = isSpread ? 3 : 1;
  const evaluate = (T: number): Float64Array => {
    const values = new Float64Array(stride * states);
    for (let j = 0; j < states; j++) {
      const future = futureAt(model, frequency, x, T, j);
      values[stride * j] = discounted(future, { delta, horizon });
      if (!isSpread) continue;
      const { counts, mass } = countTable(future, horizon);
      values[stride * j + 1] = future.expected(horizon);
      values[stride * j + 2] = counts.reduce((sum, n, i) => sum + n * n * mass[i]!, 0);
    }
    return values;
  };
  return model.frequency.isDiscrete
    ? exactAges(evaluate)
    : new AgePanels(ageScale(model.parameters), stride * states, TOLERANCE, evaluate);
}
