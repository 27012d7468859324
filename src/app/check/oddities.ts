import { longGap, volumeJump } from '../../common/messages/check.js';
import { roundMoney } from '../../common/money.js';
import type { Note, Row, Table } from '../../common/result.js';
import { ratio } from '../../lenses/aggregate.js';
import { columns, moneyColumn } from '../../lenses/columns.js';
import { hiddenRefused } from '../quarantine/hidden-rows.js';
import type { CheckFacts } from './contents.js';
import type { CheckScope } from './scope.js';

/** A silence is odd when it is longer than a long weekend and not to be expected by chance even in a slow season. */
const GAP_DAYS = 4;
const BY_CHANCE = 0.01;
const SLOW_SEASON = 0.5;
/** A complete month beside its neighbours. */
const VOLUME_FACTOR = 3;
/** Below, a month's orders jump by chance. */
const VOLUME_ORDERS = 30;

/** What is odd in the data: refused rows, odd values, silences, extreme orders. */
export async function oddities(
  scope: CheckScope,
  facts: CheckFacts,
): Promise<{ tables: Table[]; warnings: Note[] }> {
  const refused = await refusedRows(scope);
  const gaps = await silences(scope, facts);
  return {
    tables: [
      ...(refused === null ? [] : [refused]),
      oddValues(scope, facts),
      ...(gaps.table === null ? [] : [gaps.table]),
      await extremes(scope),
    ],
    warnings: [...gaps.warnings, ...(await volumeJumps(scope))],
  };
}

async function refusedRows({ base, settings }: CheckScope): Promise<Table | null> {
  await base.mart.build(['customer_profiles', 'customer_profile_attributes']);
  const hidden = await hiddenRefused(base.store, settings, {
    profiles: base.mart.table('customer_profiles'),
    attributes: base.mart.table('customer_profile_attributes'),
  });
  const isHidden = hidden.size === 0 ? 'false' : `rowid in (${[...hidden].join(', ')})`;
  const rows = await base.store.rows(
    `with judged as (select *, ${isHidden} as is_hidden from quarantine),
    numbered as (
      select *, count(*) over (partition by reason) as rows,
        row_number() over (partition by reason order by is_hidden, file, row_number, field, value) as n
      from judged)
    select reason, rows, file, row_number, field, case when not is_hidden then value end as value
    from numbered where n = 1 order by rows desc, reason`,
  );
  if (rows.length === 0) return null;
  return {
    id: 'refused',
    title: 'Rows refused, an example each',
    section: 'What is odd',
    description: `Refused rows are never dropped in silence: clv load keeps them in ${settings.workspace.explicit ? settings.workspace.path : '.clv'}/quarantine to be mended.`,
    columns: [
      { id: 'reason', title: 'reason', type: 'text' },
      { id: 'rows', title: 'rows', type: 'count' },
      { id: 'share', title: 'of all rows', type: 'share', digits: 2, wide: true },
      { id: 'row', title: 'for example row', type: 'count' },
      { id: 'field', title: 'field', type: 'text' },
      { id: 'value', title: 'value', type: 'text' },
      { id: 'file', title: 'file', type: 'text', wide: true },
    ],
    rows: rows.map((row) => ({
      reason: row.reason!,
      rows: row.rows!,
      share: ratio(Number(row.rows), base.lineage.rowsRead),
      row: row.row_number ?? null,
      field: row.field ?? null,
      value: shortened(row.value),
      file: row.file ?? null,
    })),
  };
}

function shortened(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = [...String(value)];
  return text.length > 40 ? `${text.slice(0, 39).join('')}…` : text.join('');
}

function oddValues({ base }: CheckScope, facts: CheckFacts): Table {
  const { lineage } = base;
  const row = (what: string, count: number, of: number, meaning: string): Row => ({
    what,
    count,
    share: ratio(count, of),
    meaning,
  });
  return {
    id: 'odd_values',
    title: 'Values to know about',
    section: 'What is odd',
    columns: [
      { id: 'what', title: '', type: 'text' },
      { id: 'count', title: 'count', type: 'count' },
      { id: 'share', title: 'share', type: 'share', digits: 2 },
      { id: 'meaning', title: 'what happens with them', type: 'text', wide: true },
    ],
    rows: [
      row(
        'orders of value zero',
        facts.zeroOrders,
        facts.orders,
        'kept as orders; --zero-value drop leaves them out',
      ),
      row('returns', facts.returns, facts.orders, 'lower the value of the period in which they happened'),
      row('equal lines', facts.duplicateLines, lineage.rowsUsed, 'kept: buying the same twice is normal'),
      row(
        'copies of the most frequent line',
        facts.mostCopies,
        lineage.rowsUsed,
        'many copies of one line may be an export gone wrong',
      ),
      ...Object.entries(lineage.rowsIgnored).map(([rule, count]) =>
        row(
          `rows left out: ${rule.replaceAll('_', ' ')}`,
          count,
          lineage.rowsRead,
          'left out by this rule, and counted',
        ),
      ),
    ],
  };
}

async function silences(
  { base }: CheckScope,
  facts: CheckFacts,
): Promise<{ table: Table | null; warnings: Note[] }> {
  const longest = oddSilence(facts);
  await base.mart.build(['profile_gaps']);
  const found = await base.mart.rows(
    `select * from {{ ref('profile_gaps') }} where silent_days >= $longest order by silent_days desc, last_day_before limit 10`,
    { longest },
  );
  if (found.length === 0) return { table: null, warnings: [] };
  const first = found[0]!;
  return {
    table: {
      id: 'gaps',
      title: 'Longest silences: days without any order',
      section: 'What is odd',
      columns: [
        { id: 'last_day_before', title: 'last order before', type: 'date' },
        { id: 'next_day', title: 'next order', type: 'date' },
        { id: 'silent_days', title: 'silent days', type: 'count', unit: 'days' },
      ],
      rows: found.map((row) => ({
        last_day_before: row.last_day_before!,
        next_day: row.next_day!,
        silent_days: row.silent_days!,
      })),
    },
    warnings: [longGap(String(first.last_day_before), String(first.next_day), Number(first.silent_days))],
  };
}

/** Days of silence that a steady flow of orders would show less than once in a hundred such histories. */
function oddSilence({ orders, spanDays }: CheckFacts): number {
  const perDay = (orders / Math.max(1, spanDays)) * SLOW_SEASON;
  return Math.max(GAP_DAYS, Math.ceil(Math.log(Math.max(orders, 1) / BY_CHANCE) / Math.max(perDay, 1e-9)));
}

async function volumeJumps({ base }: CheckScope): Promise<Note[]> {
  await base.mart.build(['profile_volume']);
  const months = (
    await base.mart.rows(
      `select period_start, orders from {{ ref('profile_volume') }} where is_complete order by period_start`,
    )
  ).map((row) => ({ month: String(row.period_start).slice(0, 7), orders: Number(row.orders) }));
  return months.flatMap((now, i) => {
    const before = months[i - 1];
    const after = months[i + 1];
    if (before === undefined || after === undefined) return [];
    const usual = (before.orders + after.orders) / 2;
    if (usual < VOLUME_ORDERS) return [];
    const far = now.orders * VOLUME_FACTOR < usual || now.orders > usual * VOLUME_FACTOR;
    return far ? [volumeJump(now.month, now.orders, before.orders, after.orders)] : [];
  });
}

async function extremes({ base, digits, currency }: CheckScope): Promise<Table> {
  await base.mart.build(['profile_extremes']);
  const rows = await base.mart.rows(`select * from {{ ref('profile_extremes') }} order by spend_rank`);
  const [{ spend } = { spend: 0 }] = await base.mart.rows(`select spend from {{ ref('profile_totals') }}`);
  return {
    id: 'largest_orders',
    title: 'The ten largest orders',
    section: 'What is odd',
    columns: [
      { id: 'order_id', title: 'order', type: 'text' },
      { id: 'customer_id', title: 'customer', type: 'text' },
      { id: 'order_date', title: 'day', type: 'date' },
      { id: 'lines', title: 'lines', type: 'count' },
      moneyColumn('spend', 'spend', currency),
      { ...columns.shareSpend, digits: 2 },
    ],
    rows: rows.map((row) => ({
      order_id: row.order_id!,
      customer_id: row.customer_id!,
      order_date: row.order_date!,
      lines: row.lines!,
      spend: roundMoney(String(row.spend), digits),
      share_spend: ratio(Number(row.spend), Number(spend)),
    })),
  };
}
