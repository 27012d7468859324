import { predictionsFor } from '../../models/registry.js';
import type { ModelRecord } from '../../registry/model-record.js';
import type { Track } from '../../score/track.js';
import type { Part } from './part.js';

/** Repeat purchases week by week, seen and expected of the customers who had come by then. */
export function weeklyTrack({ frequency, timeUnit, occasion }: ModelRecord, track: Track): Part {
  const { predictor } = frequency;
  if (predictor === null || occasion === 'month' || track.DAY.length === 0)
    return { tables: [], figures: [] };
  const { predictions, parameters } = predictionsFor(predictor);
  const { DAY, NEW, REPEATS } = track;
  const weeks = Math.floor(DAY.at(-1)! / 7) + 1;
  const byDay = Float64Array.from({ length: 7 * weeks + 1 }, (_, t) =>
    predictions.expectedPurchasesNew(parameters, t / timeUnit.days),
  );
  const seen = new Float64Array(weeks);
  const expected = new Float64Array(weeks);
  DAY.forEach((day, i) => {
    seen[Math.floor(day / 7)] = seen[Math.floor(day / 7)]! + REPEATS[i]!;
    let before = 0;
    for (let week = Math.floor(day / 7); week < weeks; week++) {
      const now = byDay[Math.max(0, 7 * (week + 1) - 1 - day)]!;
      expected[week] = expected[week]! + NEW[i]! * (now - before);
      before = now;
    }
  });
  let seenSoFar = 0;
  let expectedSoFar = 0;
  const rows = Array.from(seen, (purchases, week) => {
    seenSoFar += purchases;
    expectedSoFar += expected[week]!;
    return {
      week: week + 1,
      purchases,
      expected: expected[week]!,
      purchases_so_far: seenSoFar,
      expected_so_far: expectedSoFar,
    };
  });
  const off = expectedSoFar > 0 ? seenSoFar / expectedSoFar - 1 : 0;
  return {
    tables: [
      {
        id: 'weekly_track',
        title: 'Repeat purchases by week, seen and expected',
        section: 'Fit',
        wide: true,
        columns: [
          { id: 'week', title: 'week of the data', type: 'count' },
          { id: 'purchases', title: 'seen', type: 'count' },
          { id: 'expected', title: 'model', type: 'number', digits: 1 },
          { id: 'purchases_so_far', title: 'seen so far', type: 'count' },
          { id: 'expected_so_far', title: 'model so far', type: 'number', digits: 1 },
        ],
        rows,
      },
    ],
    figures: [
      {
        id: 'weekly_track',
        title: `Repeat purchases by week: ${Math.abs(100 * off).toFixed(1)} % ${off < 0 ? 'fewer' : 'more'} than the model over the whole time`,
        kind: 'line',
        table: 'weekly_track',
        x: 'week',
        y: ['purchases', 'expected'],
        xLabel: 'week of the data',
        yLabel: 'repeat purchases',
        alternative: `Lines of repeat purchases by week, seen and expected: ${seenSoFar} and ${expectedSoFar.toFixed(0)} in all.`,
      },
    ],
  };
}
