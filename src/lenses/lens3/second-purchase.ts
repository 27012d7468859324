import type { Row } from '../../common/result.js';
import type { StoreRow } from '../../store/store.js';
import { ratio } from '../aggregate.js';
import { columns, SMALL_CELL, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import {
  atRiskAt,
  eventInterval,
  kaplanMeier,
  type SurvivalCurve,
  survivingAt,
  waitQuantile,
  waitWeeks,
} from '../survival.js';
import type { Lens3Part, Lens3Scope } from './scope.js';

const MILESTONE_WEEKS = [4, 8, 16, 26, 52] as const;

/** How long until the second purchase day, and the third, and so on; who is still observed counts, who is not does not. */
export async function secondPurchase({ mart, life }: Lens3Scope): Promise<Lens3Part> {
  await mart.build(['lens3_waits']);
  const found = await mart.rows(`select * from {{ ref('lens3_waits') }}`);
  const curves = new Map(
    [...new Set(found.map((row) => Number(row.purchase)))]
      .sort((a, b) => a - b)
      .map((purchase) => [purchase, curveOf(found, purchase)] as const),
  );
  const second = curves.get(1) ?? kaplanMeier([]);
  const weeks = waitWeeks(second);
  return {
    tables: [
      summary(second),
      milestones(second),
      {
        id: 'second_purchase',
        title: 'Time to the second purchase day, by week',
        section: 'The second purchase',
        description:
          'Week w holds the days 7w − 6 to 7w after the first purchase day. Kaplan-Meier by day: who is not observed so long is at risk only as long as observed.',
        columns: [
          { id: 'week', title: 'week', type: 'count' },
          { id: 'complete', title: 'complete', type: 'boolean', wide: true },
          { id: 'at_risk', title: 'at risk', type: 'count' },
          { id: 'purchases', title: 'second purchases', type: 'count' },
          { id: 'hazard', title: 'hazard', type: 'share', digits: 2 },
          withBar({ id: 'share', title: '% of buyers', type: 'share', digits: 2 }),
          { id: 'cumulative_share', title: 'cumulative', type: 'share', digits: 1 },
          columns.smallCell,
        ],
        rows: weeks.map((week) => ({
          week: week.week,
          complete: week.complete,
          at_risk: week.atRisk,
          purchases: week.events,
          hazard: week.hazard,
          share: week.share,
          cumulative_share: week.cumulative,
          small_cell: week.atRisk < SMALL_CELL,
        })),
        terminalRows: 16,
      },
      nthPurchase(curves, found),
    ],
    identities: [
      exactIdentity(
        'second_purchase_buyers',
        'members in the waits = members with an order',
        second.customers,
        life.buyers,
      ),
      exactIdentity(
        'second_purchase_events',
        'second purchases of the weeks = members with a second purchase day',
        weeks.reduce((total, { events }) => total + events, 0),
        curves.get(2)?.customers ?? 0,
      ),
    ],
  };
}

function curveOf(rows: readonly StoreRow[], purchase: number): SurvivalCurve {
  return kaplanMeier(
    rows
      .filter((row) => Number(row.purchase) === purchase)
      .map((row) => ({
        days: Number(row.days),
        events: row.is_event ? Number(row.customers) : 0,
        censored: row.is_event ? 0 : Number(row.customers),
      })),
  );
}

function summary(curve: SurvivalCurve): Lens3Part['tables'][number] {
  return {
    id: 'second_purchase_summary',
    title: 'The second purchase in short',
    section: 'The second purchase',
    layout: 'record',
    description: 'Shares and median by Kaplan-Meier; missing where nobody is observed so long.',
    columns: [
      { id: 'buyers', title: 'members with a first purchase', type: 'count' },
      { id: 'repeat_buyers', title: 'seen with a second purchase day', type: 'count' },
      { id: 'share_observed', title: 'of the buyers, as observed', type: 'share', digits: 1 },
      { id: 'median_days', title: 'median wait, days', type: 'count' },
      ...MILESTONE_WEEKS.map((week) => ({
        id: `share_${week}_weeks`,
        title: `second purchase within ${week} weeks`,
        type: 'share' as const,
        digits: 1,
      })),
    ],
    rows: [
      {
        buyers: curve.customers,
        repeat_buyers: curve.events,
        share_observed: ratio(curve.events, curve.customers),
        median_days: waitQuantile(curve, 0.5),
        ...Object.fromEntries(MILESTONE_WEEKS.map((week) => [`share_${week}_weeks`, shareBy(curve, week)])),
      },
    ],
  };
}

function milestones(curve: SurvivalCurve): Lens3Part['tables'][number] {
  return {
    id: 'second_purchase_milestones',
    title: 'Share with a second purchase, with 95 % intervals',
    section: 'The second purchase',
    wide: true,
    columns: [
      { id: 'weeks', title: 'weeks', type: 'count' },
      { id: 'at_risk', title: 'waiting and observed so long', type: 'count' },
      { id: 'share', title: 'share', type: 'share', digits: 1 },
      { id: 'low', title: 'low', type: 'share', digits: 1 },
      { id: 'high', title: 'high', type: 'share', digits: 1 },
    ],
    rows: MILESTONE_WEEKS.map((weeks) => {
      const interval = eventInterval(curve, 7 * weeks);
      return {
        weeks,
        at_risk: atRiskAt(curve, 7 * weeks),
        share: shareBy(curve, weeks),
        low: interval?.low ?? null,
        high: interval?.high ?? null,
      };
    }),
  };
}

function shareBy(curve: SurvivalCurve, weeks: number): number | null {
  const surviving = survivingAt(curve, 7 * weeks);
  return surviving === null ? null : 1 - surviving;
}

/** Depth of repeat: from the n-th purchase day to the next. */
function nthPurchase(
  curves: ReadonlyMap<number, SurvivalCurve>,
  found: readonly StoreRow[],
): Lens3Part['tables'][number] {
  const rows = [...curves].map(
    ([purchase, curve]): Row => ({
      from: purchase,
      to: purchase + 1,
      customers: curve.customers,
      reached: curve.events,
      share_reached: ratio(curve.events, curve.customers),
      median_days: waitQuantile(curve, 0.5),
      observed_median_days: observedMedian(found, purchase),
      at_risk_52_weeks: atRiskAt(curve, 7 * 52),
      small_cell: curve.customers < SMALL_CELL,
    }),
  );
  return {
    id: 'nth_purchase',
    title: 'From each purchase day to the next',
    section: 'The second purchase',
    description:
      'Median: of all who made the purchase (Kaplan-Meier), missing when half of them have not come back. Observed: of those who came back, which looks shorter than it is.',
    columns: [
      { id: 'from', title: 'from', type: 'count' },
      { id: 'to', title: 'to', type: 'count' },
      { id: 'customers', title: 'made it', type: 'count' },
      { id: 'reached', title: 'made the next', type: 'count' },
      withBar({ id: 'share_reached', title: '% so far', type: 'share', digits: 1 }),
      { id: 'median_days', title: 'median days', type: 'count' },
      { id: 'observed_median_days', title: 'observed', type: 'number', digits: 1 },
      { id: 'at_risk_52_weeks', title: 'still waiting after 52 weeks', type: 'count', wide: true },
      columns.smallCell,
    ],
    rows,
  };
}

/** Median (type 7) of the waits that ended with a purchase, from their counts. */
function observedMedian(rows: readonly StoreRow[], purchase: number): number | null {
  const waits = rows
    .filter((row) => Number(row.purchase) === purchase && row.is_event === true)
    .map((row) => ({ days: Number(row.days), customers: Number(row.customers) }))
    .sort((a, b) => a.days - b.days);
  const n = waits.reduce((total, { customers }) => total + customers, 0);
  if (n === 0) return null;
  const at = (position: number) => {
    let before = 0;
    for (const { days, customers } of waits) {
      before += customers;
      if (before > position) return days;
    }
    return Number.NaN;
  };
  return (at(Math.floor((n - 1) / 2)) + at(Math.floor(n / 2))) / 2;
}
