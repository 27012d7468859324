import { describe, expect, test } from 'vitest';
import { bgnbd, type FrequencyApi, gammagamma, mbgnbd, seededRandom } from '../../src/models/index.js';
import { type CellScores, scoreCells } from '../../src/score/score-cells.js';
import { scoringModel } from '../../src/score/scoring-model.js';

const SPEND = { p: 6.25, q: 3.74, gamma: 15.44 };
const CASES: [string, FrequencyApi<never>, Record<string, number>][] = [
  ['bgnbd', bgnbd as FrequencyApi<never>, { r: 0.8, alpha: 5, a: 0.9, b: 2.5 }],
  ['mbgnbd', mbgnbd as FrequencyApi<never>, { r: 0.9, alpha: 6, a: 0.9, b: 2.5 }],
];
const AGE_DAYS = 364;
const HORIZON_DAYS = 273;

interface Person {
  readonly x: number;
  readonly last: number;
  readonly total: number;
  readonly later: number;
  readonly value: number;
}

/** Customers in continuous time, watched for a year and then for the horizon. */
function people(model: FrequencyApi<never>, P: never, size: number, seed: number): Person[] {
  const random = seededRandom(seed);
  return Array.from({ length: size }, () => {
    const end = AGE_DAYS / 7;
    const times = model.samplePathNew(P, end + HORIZON_DAYS / 7, random);
    const before = times.filter((time) => time <= end);
    const nu = random.gamma(SPEND.q) / SPEND.gamma;
    const spends = times.map(() => random.gamma(SPEND.p) / nu);
    const sum = (part: readonly number[]) => part.reduce((total, each) => total + each, 0);
    return {
      x: before.length,
      last: 7 * (before.at(-1) ?? 0),
      total: sum(spends.slice(0, before.length)),
      later: times.length - before.length,
      value: sum(spends.slice(before.length)),
    };
  });
}

function scored(
  crowd: readonly Person[],
  model: FrequencyApi<never>,
): { scores: CellScores; unit: number[] } {
  const frequency = model.fit({
    X: crowd.map(({ x }) => x),
    T_X: crowd.map(({ last }) => last / 7),
    T: crowd.map(() => AGE_DAYS / 7),
  });
  const buyers = crowd.filter(({ x }) => x > 0);
  const spend = gammagamma.fit({
    X: buyers.map(({ x }) => x),
    MEAN_SPEND: buyers.map(({ x, total }) => total / x),
  });
  const ready = scoringModel({
    frequency: frequency as never,
    spend: { fit: spend as never, constant: null, history: 'repeat' },
    occasion: 'day',
    timeUnit: { days: 7 },
  });
  const order = crowd.map((_, i) => i).sort((i, j) => crowd[i]!.x - crowd[j]!.x);
  const sorted = order.map((i) => crowd[i]!);
  const scores = scoreCells(
    {
      X: Float64Array.from(sorted, ({ x }) => x),
      T_X: Float64Array.from(sorted, ({ last }) => last),
      T: Float64Array.from(sorted, () => AGE_DAYS),
      SPEND_X: Float64Array.from(sorted, ({ x }) => x),
    },
    ready,
    { horizonDays: HORIZON_DAYS, deltaPerDay: 0, interval: 0.8 },
  );
  return { scores, unit: sorted.map(({ total }) => spend.parameters!.gamma + total) };
}

describe.each(CASES)('intervals of the scores of %s', (name, model, P) => {
  const crowd = people(model, P as never, 24_000, 5);
  const sorted = [...crowd.keys()].sort((i, j) => crowd[i]!.x - crowd[j]!.x).map((i) => crowd[i]!);
  const { scores, unit } = scored(crowd, model);

  test('hold what the model claims for the very same ends, of purchases and of value', () => {
    let claimed = 0;
    let counts = 0;
    let values = 0;
    let above = 0;
    const { parameters } = model.fit({
      X: crowd.map(({ x }) => x),
      T_X: crowd.map(({ last }) => last / 7),
      T: crowd.map(() => AGE_DAYS / 7),
    });
    const t = HORIZON_DAYS / 7;
    sorted.forEach(({ x, last, later, value }, i) => {
      const history = { x, t_x: last / 7, T: AGE_DAYS / 7 };
      const [low, high] = [scores.LOW[i]!, scores.HIGH[i]!];
      claimed +=
        model.pAtLeast(parameters as never, history, t, low) -
        model.pAtLeast(parameters as never, history, t, high + 1);
      counts += later >= low && later <= high ? 1 : 0;
      const top = unit[i]! * scores.VALUE_HIGH[i]!;
      values += value >= unit[i]! * scores.VALUE_LOW[i]! && value <= top ? 1 : 0;
      above += value > top ? 1 : 0;
    });
    const n = sorted.length;
    console.info(
      `${name}: purchases claimed ${(claimed / n).toFixed(4)}, observed ${(counts / n).toFixed(4)}; value inside ${(values / n).toFixed(4)}, above ${(above / n).toFixed(4)}`,
    );
    expect(Math.abs(claimed - counts) / n).toBeLessThan(0.02);
    expect(values / n).toBeGreaterThan(0.785);
    expect(above / n).toBeLessThan(0.105);
  });

  test('are those of a continuous value where a purchase is sure: 78.5 to 81.5 % of them by randomised PIT', () => {
    const random = seededRandom(9);
    let pit = 0;
    let n = 0;
    const { parameters } = model.fit({
      X: crowd.map(({ x }) => x),
      T_X: crowd.map(({ last }) => last / 7),
      T: crowd.map(() => AGE_DAYS / 7),
    });
    const t = HORIZON_DAYS / 7;
    sorted.forEach(({ x, last, value, later }, i) => {
      const silent = 1 - model.pAtLeast(parameters as never, { x, t_x: last / 7, T: AGE_DAYS / 7 }, t);
      const low = unit[i]! * scores.VALUE_LOW[i]!;
      const high = unit[i]! * scores.VALUE_HIGH[i]!;
      n += 1;
      if (later > 0) {
        pit += value >= low && value <= high ? 1 : 0;
        return;
      }
      const u = random.uniform() * silent;
      pit += u >= 0.1 && u <= 0.9 ? 1 : 0;
    });
    console.info(`${name}: value by randomised PIT ${(pit / n).toFixed(4)}`);
    expect(pit / n).toBeGreaterThan(0.785);
    expect(pit / n).toBeLessThan(0.815);
  });
});
