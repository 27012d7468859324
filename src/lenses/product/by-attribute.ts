import { money } from '../../common/money.js';
import type { Row } from '../../common/result.js';
import { aggregate, moneyCell, ratio, shareOf, sum } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL } from '../columns.js';
import { exactIdentity } from '../identity.js';
import type { ProductPart, ProductScope } from './scope.js';

/** The categories by segment of an attribute of the customers. */
export async function byAttribute(scope: ProductScope, attribute: string): Promise<ProductPart> {
  const { mart, words, labels, digits, currency, totals } = scope;
  await mart.build(['product_segments', 'lens1_segments', 'product_totals']);
  const segments = await mart.rows(
    `select segment, customers, spend from {{ ref('lens1_segments') }} order by customers desc, segment`,
  );
  const found = await mart.rows(
    `select *, 0 as orders, 0 as profit_known_spend from {{ ref('product_segments') }}`,
  );
  const cells = new Map(
    found.map((row) => [JSON.stringify([row.segment, Number(row.label_number)]), aggregate(row)]),
  );
  const [bought] = await mart.rows(
    `select coalesce(sum(spend), 0) as spend from {{ ref('product_totals') }} where part = 'bought'`,
  );
  return {
    tables: [
      {
        id: 'by_attribute',
        title: `The ${words.many} by ${attribute}`,
        section: `By ${attribute}`,
        description: 'Penetration and share of spend within the segment.',
        terminalRows: 30,
        columns: [
          { id: 'segment', title: attribute, type: 'text' },
          { id: 'category', title: words.one, type: 'text' },
          { ...columns.customers, title: 'buyers' },
          { id: 'penetration', title: 'penetration', type: 'share', digits: 1 },
          moneyColumn('spend', 'spend', currency),
          columns.shareSpend,
          { ...moneyColumn('profit', 'profit', currency), wide: totals.buyers.profit === null },
          columns.smallCell,
        ],
        rows: segments.flatMap((segment) =>
          [...labels].map(([number, name]): Row => {
            const part = cells.get(JSON.stringify([segment.segment, number])) ?? sum([]);
            return {
              segment: segment.segment!,
              category: name,
              customers: part.customers,
              penetration: ratio(part.customers, Number(segment.customers)),
              spend: moneyCell(part.spend, digits),
              share_spend: shareOf(part.spend, money(String(segment.spend))),
              profit: moneyCell(part.profit, digits),
              small_cell: part.customers < SMALL_CELL,
            };
          }),
        ),
      },
    ],
    identities: [
      exactIdentity(
        'segments_spend',
        `spend by ${attribute} and ${words.one} = spend of all ${words.many}`,
        [...cells.values()].reduce((total, part) => total.plus(part.spend), money(0)),
        money(String(bought!.spend)),
      ),
    ],
  };
}
