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
    const panels = [estimate, ...model.sharedPoints].map((point) => momentPanels(model, point, x, terms));
    for (let i = from; i < to; i++) {
      const history = { x, t_x: T_X[i]! / model.unitTicks, T: T[i]! / model.unitTicks };
      panels.forEach((panel, d) => {
        const { frequency } = d === 0 ? estimate : model.sharedPoints[d - 1]!;
        const at = panel.at(history.T);
        const chances = stateChances(model, frequency, history);
        const mean = (place: number) => chances.reduce((sum, c, j) => sum + c * at[3 * j + place]!, 0);
        if (d > 0) out.DISCOUNTED[d - 1]![i] = mean(1);
        else {
          out.MEAN[i] = mean(0);
          out.SECOND[i] = mean(2);
          out.FACTOR[i] = mean(0) > 0 ? mean(1) / mean(0) : 1;
        }
      });
    }
    from = to;
  }
  return out;
}

/** E[N], DET and E[N^2] of a customer alive at age T, state after state. */
function momentPanels(
  model: ScoringModel,
  { frequency }: ParameterPoint,
  x: number,
  terms: HorizonTerms,
): AgeFunctions {
  const horizon = horizonUnits(model, terms);
  const delta = terms.deltaPerDay * model.unitDays;
  const states = stateCount(model);
  const evaluate = (T: number): Float64Array => {
    const values = new Float64Array(3 * states);
    for (let j = 0; j < states; j++) {
      const future = futureAt(model, frequency, x, T, j);
      const { counts, mass } = countTable(future, horizon);
      values[3 * j] = future.expected(horizon);
      values[3 * j + 1] = discounted(future, { delta, horizon });
      values[3 * j + 2] = counts.reduce((sum, n, i) => sum + n * n * mass[i]!, 0);
    }
    return values;
  };
  return model.frequency.isDiscrete
    ? exactAges(evaluate)
    : new AgePanels(ageScale(model.parameters), 3 * states, TOLERANCE, evaluate);
}
