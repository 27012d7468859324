import type { ModelRecord } from '../../registry/model-record.js';
import type { Track } from '../../score/track.js';
import type { Part } from './part.js';
import { trackedWeeks } from './track-weeks.js';

/** Repeat purchases week by week and so far, seen and expected of the customers who had come by then. */
export function weeklyTrack({ frequency, timeUnit, occasion }: ModelRecord, track: Track): Part {
  const weeks = trackedWeeks(frequency, { timeUnit, occasion }, track);
  if (weeks.length === 0) return { tables: [], figures: [] };
  let seenSoFar = 0;
  let expectedSoFar = 0;
  const rows = weeks.map(({ week, purchases, expected, low, high }) => {
    seenSoFar += purchases;
    expectedSoFar += expected;
    return {
      week,
      purchases,
      expected,
      low,
      high,
      purchases_so_far: seenSoFar,
      expected_so_far: expectedSoFar,
    };
  });
  const isOver = (track.end + 1) % 7 === 0 || rows.length === 1;
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
          { id: 'low', title: 'low (99 %)', type: 'number', digits: 1 },
          { id: 'high', title: 'high', type: 'number', digits: 1 },
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
        ...(isOver ? {} : { without: { week: rows.length } }),
        xLabel: `week of the data${isOver ? '' : `; week ${rows.length} is not over: left out`}`,
        yLabel: 'repeat purchases',
        alternative: `Lines of repeat purchases by week, seen and expected: ${seenSoFar} and ${expectedSoFar.toFixed(0)} in all.`,
      },
      {
        id: 'track_so_far',
        title: 'Repeat purchases so far, seen and expected',
        kind: 'line',
        table: 'weekly_track',
        x: 'week',
        y: ['purchases_so_far', 'expected_so_far'],
        xLabel: 'week of the data',
        yLabel: 'repeat purchases so far',
        alternative: `Lines of repeat purchases added up by week, seen and expected: ${seenSoFar} and ${expectedSoFar.toFixed(0)} at the end.`,
      },
    ],
  };
}
