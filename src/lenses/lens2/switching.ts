import type { Cell, Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { columns } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { Lens2Part, Lens2Scope } from './scope.js';

interface Square {
  readonly from: number;
  readonly to: number;
  readonly customers: number;
}

/** Do good customers stay good: tenths in the first period against tenths in the second. */
export async function switching(scope: Lens2Scope): Promise<Lens2Part> {
  const { mart, metric, totals, pair } = scope;
  if (totals.active.first.customers === 0) return { tables: [], identities: [] };
  await mart.build(['lens2_switching']);
  const found = await mart.rows(`select from_decile, to_decile, customers from {{ ref('lens2_switching') }}`);
  const byCell = new Map(
    found.map((row) => [`${row.from_decile} ${row.to_decile}`, Number(row.customers)] as const),
  );
  const cells = PLACES.flatMap((from) =>
    PLACES.filter((to) => from !== 0 || to !== 0).map((to) => ({
      from,
      to,
      customers: byCell.get(`${from} ${to}`) ?? 0,
    })),
  );
  const rowTotal = (from: number) => total(cells.filter((cell) => cell.from === from));
  const rows: Row[] = cells.map(({ from, to, customers }) => ({
    from: placeName(from),
    to: placeName(to),
    customers,
    share_from: ratio(customers, rowTotal(from)),
  }));
  return {
    tables: [
      {
        id: 'decile_switching',
        title: `Tenths by ${metric} in ${pair.first.label} (from) and ${pair.second.label} (to)`,
        section: 'Do good customers stay good',
        description: `Cut at the values of ${pair.first.label}'s tenths, 1 is the best; equal values share the better tenth.`,
        columns: [
          { id: 'from', title: 'from', type: 'text' },
          { id: 'to', title: 'to', type: 'text' },
          columns.customers,
          { id: 'share_from', title: '% of the row', type: 'share', digits: 0 },
        ],
        rows,
        terminalRows: 24,
      },
      summary(cells, rowTotal(1)),
    ],
    identities: [
      exactIdentity(
        'switching_first',
        "customers in the tenths' rows = customers of the first period",
        total(cells.filter(({ from }) => from !== 0)),
        totals.active.first.customers,
      ),
      exactIdentity(
        'switching_second',
        "customers in the tenths' columns = customers of the second period",
        total(cells.filter(({ to }) => to !== 0)),
        totals.active.second.customers,
      ),
    ],
  };
}

/** The best tenth first, inactive (0) last. */
const PLACES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0];

function placeName(place: number): string {
  return place === 0 ? 'inactive' : String(place);
}

function total(cells: readonly Square[]): number {
  return cells.reduce((sum, { customers }) => sum + customers, 0);
}

function summary(cells: readonly Square[], best: number): Lens2Part['tables'][number] {
  const both = cells.filter(({ from, to }) => from !== 0 && to !== 0);
  const share = (holds: (cell: Square) => boolean): Cell => ratio(total(both.filter(holds)), total(both));
  const ofBest = (to: number) => total(cells.filter((cell) => cell.from === 1 && cell.to === to));
  return {
    id: 'decile_switching_summary',
    title: 'How far customers of both periods moved',
    section: 'Do good customers stay good',
    layout: 'record',
    columns: [
      columns.customers,
      { id: 'share_diagonal', title: 'in the same tenth', type: 'share', digits: 1 },
      { id: 'share_within_one', title: 'in the same or a neighbouring tenth', type: 'share', digits: 1 },
      { id: 'share_better', title: 'in a better tenth', type: 'share', digits: 1 },
      { id: 'share_worse', title: 'in a worse tenth', type: 'share', digits: 1 },
      { id: 'best_stayed', title: 'of the best tenth: in it again', type: 'share', digits: 1 },
      { id: 'best_inactive', title: 'of the best tenth: no order', type: 'share', digits: 1 },
    ],
    rows: [
      {
        customers: total(both),
        share_diagonal: share(({ from, to }) => from === to),
        share_within_one: share(({ from, to }) => Math.abs(from - to) <= 1),
        share_better: share(({ from, to }) => to < from),
        share_worse: share(({ from, to }) => to > from),
        best_stayed: ratio(ofBest(1), best),
        best_inactive: ratio(ofBest(0), best),
      },
    ],
  };
}
