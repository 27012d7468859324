import { expect, it } from 'vitest';
import { trackCheck, trackedWeeks, trackRecord } from '../../../src/app/modelling/track-weeks.js';
import { bgnbd } from '../../../src/models/index.js';
import { seededRandom } from '../../../src/numeric/seeded.js';

const WEEK = { name: 'week', days: 7 } as const;
const DAYS = 364;
const HOW = { timeUnit: WEEK, occasion: 'day' } as const;

/** A BG/NBD base of 3,000 who come over the first half year; in a season the rate is `boost` times as high. */
function simulated(seed: number, boost: (day: number) => number) {
  const random = seededRandom(seed);
  const NEW = new Float64Array(DAYS);
  const REPEATS = new Float64Array(DAYS);
  const histories = Array.from({ length: 3000 }, () => {
    const start = Math.floor(180 * random.uniform());
    NEW[start] = NEW[start]! + 1;
    const rate = random.gamma(0.8) / 6 / 7;
    const leave = random.beta(1, 4);
    let [x, last] = [0, 0];
    for (let day = start + 1; day < DAYS; day++) {
      if (random.uniform() >= 1 - Math.exp(-rate * boost(day))) continue;
      REPEATS[day] = REPEATS[day]! + 1;
      x += 1;
      last = day - start;
      if (random.uniform() < leave) break;
    }
    return { x, last: last / 7, age: (DAYS - 1 - start) / 7 };
  });
  const fit = bgnbd.fit({
    X: histories.map(({ x }) => x),
    T_X: histories.map(({ last }) => last),
    T: histories.map(({ age }) => age),
  });
  return { fit, track: { DAY: Float64Array.from(NEW.keys()), NEW, REPEATS, end: DAYS - 1 } };
}

it('holds on a base that the model makes, and follows its purchases', () => {
  const { fit, track } = simulated(1, () => 1);
  const weeks = trackedWeeks(fit as never, HOW, track);
  expect(weeks).toHaveLength(52);
  expect(trackCheck(weeks)).toEqual([expect.objectContaining({ holds: true, low: 0 })]);
  const sum = (name: 'purchases' | 'expected') => weeks.reduce((total, week) => total + week[name], 0);
  expect(sum('expected') / sum('purchases')).toBeCloseTo(1, 1);
  const { blocks } = trackRecord(weeks);
  expect(blocks).toHaveLength(26);
  expect(blocks.at(-1)!.lastWeek).toBe(52);
  expect(blocks.reduce((total, { purchases }) => total + purchases, 0)).toBe(sum('purchases'));
});

it('fails where a season doubles the purchases of two months', () => {
  const { fit, track } = simulated(1, (day) => (day >= 250 && day < 310 ? 2.5 : 1));
  const [check] = trackCheck(trackedWeeks(fit as never, HOW, track));
  expect(check!.holds).toBe(false);
  expect(check!.seen).toBeGreaterThan(5);
});

it('judges nothing of few purchases, and is empty for months', () => {
  const { fit, track } = simulated(1, () => 1);
  const few = trackedWeeks(fit as never, HOW, { ...track, NEW: track.NEW.map((n) => (n > 0 ? 0.01 : 0)) });
  expect(trackCheck(few)).toEqual([]);
  expect(trackedWeeks(fit as never, { ...HOW, occasion: 'month' }, track)).toEqual([]);
});

it('ends with the observation: neither days to come nor a silence at the end are taken for other than they are', () => {
  const { fit, track } = simulated(1, () => 1);
  const whole = trackedWeeks(fit as never, HOW, track);
  const cut = DAYS - 5;
  const days = (column: Float64Array) => column.slice(0, cut);
  const short = { DAY: days(track.DAY), NEW: days(track.NEW), REPEATS: days(track.REPEATS), end: cut - 1 };
  const last = trackedWeeks(fit as never, HOW, short).at(-1)!;
  expect(last.week).toBe(52);
  expect(last.expected / whole.at(-1)!.expected).toBeCloseTo(2 / 7, 2);
  const silent = trackedWeeks(fit as never, HOW, { ...track, end: DAYS - 1 + 70 });
  expect(silent).toHaveLength(62);
  expect(silent[51]).toEqual(whole[51]);
  expect(silent.at(-1)!.purchases).toBe(0);
  expect(silent.at(-1)!.expected).toBeGreaterThan(0);
});
