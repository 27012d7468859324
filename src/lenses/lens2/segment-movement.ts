import type { Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { columns, SMALL_CELL } from '../columns.js';
import { exactIdentity } from '../identity.js';
import { publishedSegments, type RfmSegment, storeRules } from '../rfm/rules.js';
import { scoreHistory } from '../rfm/score.js';
import type { Lens2Part, Lens2Scope } from './scope.js';

/** RFM segments at the end of the first period against those at the end of the second. */
export async function segmentMovement(
  scope: Lens2Scope,
  segments: readonly RfmSegment[] | null,
): Promise<Lens2Part> {
  const { mart, pair } = scope;
  await scoreBothDates(scope, segments ?? publishedSegments);
  const found = await mart.rows(
    `select * from {{ ref('lens2_segment_movement') }} order by from_rule, from_segment, to_rule, to_segment`,
  );
  const [scored] = await mart.rows(`select count(*) as customers from {{ ref('lens2_purchases') }}`);
  const rowTotal = (from: unknown) => total(found.filter((row) => row.from_segment === from));
  const froms = [...new Set(found.map((row) => String(row.from_segment)))];
  const tos = [...new Map(byRule(found)).keys()];
  const rows: Row[] = froms.flatMap((from) =>
    tos.map((to) => {
      const customers = total(found.filter((row) => row.from_segment === from && row.to_segment === to));
      return {
        from,
        to,
        customers,
        share_from: ratio(customers, rowTotal(from)),
        small_cell: rowTotal(from) < SMALL_CELL,
      };
    }),
  );
  return {
    tables: [
      {
        id: 'segment_movement',
        title: `RFM segments at the end of ${pair.first.label} (from) and of ${pair.second.label} (to)`,
        section: 'Do good customers stay good',
        description:
          'All customers with an order by then, whole history. Scores are relative to the base of each date, so a customer can move because others did.',
        columns: [
          { id: 'from', title: 'from', type: 'text' },
          { id: 'to', title: 'to', type: 'text' },
          columns.customers,
          { id: 'share_from', title: '% of the row', type: 'share', digits: 0 },
          columns.smallCell,
        ],
        rows,
        wide: true,
      },
    ],
    identities: [
      exactIdentity(
        'segment_movement_first',
        'customers of the segments = customers with an order by the end of the first period',
        total(found.filter((row) => row.from_segment !== '(no order yet)')),
        Number(scored!.customers),
      ),
    ],
  };
}

/** Scores stand for one date at a time: the rules of the second are kept while the first is scored. */
async function scoreBothDates({ mart }: Lens2Scope, rules: readonly RfmSegment[]): Promise<void> {
  await storeRules(mart, rules);
  const scoreAt = async (moment: 1 | 2) => {
    mart.set({ moment });
    await scoreHistory(mart, 'lens2_purchases');
    await mart.build(['rfm_judged']);
  };
  await scoreAt(2);
  await mart.store.run(`create or replace temporary table lens2_rfm_second as
    select customer, rule_number from ${mart.table('rfm_judged')}`);
  await scoreAt(1);
  mart.forget(['lens2_segment_movement']);
  await mart.build(['lens2_segment_movement']);
}

function byRule(rows: readonly Record<string, unknown>[]): [string, number][] {
  return rows
    .map((row): [string, number] => [String(row.to_segment), Number(row.to_rule)])
    .sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
}

function total(rows: readonly Record<string, unknown>[]): number {
  return rows.reduce((sum, row) => sum + Number(row.customers), 0);
}
