import { smallCells } from '../../common/messages/lens2.js';
import { type Money, money } from '../../common/money.js';
import type { Row } from '../../common/result.js';
import { moneyCell, ratio } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL } from '../columns.js';
import { exactIdentity } from '../identity.js';
import { type Lens2Part, type Lens2Scope, SIDES } from './scope.js';

/** Both periods split by an attribute of the customers. */
export async function byAttribute(scope: Lens2Scope, attribute: string): Promise<Lens2Part> {
  const { mart, totals, digits, currency, metric } = scope;
  await mart.build(['lens2_by_attribute']);
  const found = await mart.rows(
    `select * from {{ ref('lens2_by_attribute') }} order by customers_second desc, customers_first desc, segment`,
  );
  const amount = (cell: unknown) => (cell === null || cell === undefined ? null : money(String(cell)));
  const change = (before: Money | null, after: Money | null) =>
    before === null && after === null ? null : (after ?? money(0)).minus(before ?? 0);
  const rows: Row[] = found.map((row) => {
    const first = Number(row.customers_first);
    const second = Number(row.customers_second);
    return {
      segment: row.segment!,
      customers_first: first,
      customers_second: second,
      repeat_buying_rate: ratio(Number(row.customers_both), first),
      share_first_ever: ratio(Number(row.customers_first_ever), second),
      ...Object.fromEntries(
        (['spend', 'profit'] as const).flatMap((name) => {
          const [before, after] = [amount(row[`${name}_first`]), amount(row[`${name}_second`])];
          return [
            [`${name}_first`, moneyCell(before, digits)],
            [`${name}_second`, moneyCell(after, digits)],
            [`${name}_change`, moneyCell(change(before, after), digits)],
          ];
        }),
      ),
      small_cell: Math.min(first, second) < SMALL_CELL,
    };
  });
  const small = rows.filter((row) => row.small_cell).map((row) => String(row.segment));
  const totalOf = (name: string) => found.reduce((sum, row) => sum.plus(String(row[name] ?? 0)), money(0));
  return {
    tables: [
      {
        id: 'by_attribute',
        title: `By ${attribute}`,
        section: `By ${attribute}`,
        columns: [
          { id: 'segment', title: attribute, type: 'text' },
          { id: 'customers_first', title: 'customers first', type: 'count' },
          { id: 'customers_second', title: 'customers second', type: 'count' },
          { id: 'repeat_buying_rate', title: 'repeat-buying', type: 'share', digits: 1 },
          { id: 'share_first_ever', title: 'first-ever', type: 'share', digits: 1 },
          ...(['spend', 'profit'] as const).flatMap((name) =>
            ['first', 'second', 'change'].map((side) => ({
              ...moneyColumn(
                `${name}_${side}`,
                side === 'change' ? `${name} change` : `${name} ${side}`,
                currency,
              ),
              wide: name !== metric || side === 'first',
            })),
          ),
          columns.smallCell,
        ],
        rows,
      },
    ],
    identities: SIDES.flatMap((side) => [
      exactIdentity(
        `by_attribute_customers_${side}`,
        `customers by ${attribute} = customers of the ${side} period`,
        totalOf(`customers_${side}`),
        totals.active[side].customers,
      ),
      exactIdentity(
        `by_attribute_spend_${side}`,
        `spend by ${attribute} = spend of the customers of the ${side} period`,
        totalOf(`spend_${side}`),
        totals.active[side].spend,
      ),
    ]),
    notes: small.length === 0 ? [] : [smallCells(small, SMALL_CELL)],
  };
}
