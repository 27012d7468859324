import { smallCells } from '../../common/messages/lens2.js';
import { roundMoney } from '../../common/money.js';
import type { Row } from '../../common/result.js';
import { aggregate, factors, moneyCell, ratio, sum } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL, withBar } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { Lens3Part, Lens3Scope } from './scope.js';

/** The cohort split by an attribute of its members. */
export async function byAttribute(scope: Lens3Scope, attribute: string): Promise<Lens3Part> {
  const { mart, life, digits, currency, metric } = scope;
  await mart.build(['lens3_by_attribute']);
  const found = await mart.rows(
    `select * from {{ ref('lens3_by_attribute') }} order by customers desc, segment`,
  );
  const parts = found.map((row) => ({ row, part: aggregate(row) }));
  const total = sum(parts.map(({ part }) => part));
  const rows: Row[] = parts.map(({ row, part }) => {
    const value = metric === 'spend' ? part.spend : part.profit;
    return {
      segment: row.segment!,
      customers: part.customers,
      share_customers: ratio(part.customers, total.customers),
      share_repeat: ratio(Number(row.repeat_buyers), Number(row.buyers)),
      orders: part.orders,
      ...factors(part, digits),
      spend: moneyCell(part.spend, digits),
      profit: moneyCell(part.profit, digits),
      value_to_date_per_member: value === null ? null : roundMoney(value.div(part.customers), digits),
      small_cell: part.customers < SMALL_CELL,
    };
  });
  const small = rows.filter((row) => row.small_cell).map((row) => String(row.segment));
  return {
    tables: [
      {
        id: 'by_attribute',
        title: `By ${attribute}`,
        section: `By ${attribute}`,
        columns: [
          { id: 'segment', title: attribute, type: 'text' },
          { id: 'customers', title: 'members', type: 'count' },
          withBar({ ...columns.shareCustomers, title: '% members' }),
          { id: 'share_repeat', title: 'second purchase', type: 'share', digits: 1 },
          { ...columns.orders, wide: true },
          { ...columns.aof, title: 'orders each', unit: 'orders per member' },
          moneyColumn('aov', 'AOV', currency),
          { ...columns.knownShare, wide: true },
          { ...columns.margin, wide: life.total.profit === null },
          { ...moneyColumn('spend', 'spend', currency), wide: true },
          { ...moneyColumn('profit', 'profit', currency), wide: true },
          moneyColumn('value_to_date_per_member', 'to date per member', currency),
          columns.smallCell,
        ],
        rows,
      },
    ],
    identities: [
      exactIdentity(
        'by_attribute_customers',
        `members by ${attribute} = members`,
        total.customers,
        life.total.customers,
      ),
      exactIdentity(
        'by_attribute_spend',
        `spend by ${attribute} = the members' spend`,
        total.spend,
        life.total.spend,
      ),
    ],
    notes: small.length === 0 ? [] : [smallCells(small, SMALL_CELL)],
  };
}
