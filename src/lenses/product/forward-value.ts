import { counted } from '../../common/messages/counted.js';
import { roundMoney } from '../../common/money.js';
import type { Row } from '../../common/result.js';
import { ratio } from '../aggregate.js';
import { columns, moneyColumn, SMALL_CELL } from '../columns.js';
import { scoredOn } from '../scored.js';
import type { ProductPart, ProductScope } from './scope.js';

/** What the customers of each favourite are expected to bring, where the workspace holds scores of the day. */
export async function forwardValue(scope: ProductScope): Promise<ProductPart> {
  const { mart, asOf, words, labels, digits, currency } = scope;
  const scored = await scoredOn(mart, asOf);
  if (scored === null) return { tables: [], identities: [] };
  await mart.build(['product_customer_favourites']);
  const found = await mart.rows(`select favourites.label_number, count(*) as customers, sum(p_alive) as alive,
      sum(expected_purchases) as purchases, sum(clv) as value
    from {{ ref('product_customer_favourites') }} as favourites
    inner join {{ ref('lens1_ranked') }} as ranked on favourites.customer_rank = ranked.value_rank
    inner join {{ ref('scores') }} as scores on ranked.customer_id = scores.customer_id
    group by favourites.label_number`);
  const total = (name: string) => found.reduce((sum, row) => sum + Number(row[name] ?? 0), 0);
  const meanOfAll = ratio(total('value'), total('customers'));
  const worth = scored.isProfit ? 'profit' : 'revenue';
  return {
    tables: [
      {
        id: 'forward_value',
        title: `What customers will bring, by their favourite ${words.one}`,
        section: 'The way in',
        description: `By model ${scored.modelId}: discounted ${worth} of the next ${counted(scored.horizonDays, 'day')} of the customers of the period. Index: mean of its customers / mean of all. A difference between groups, not what the ${words.one} causes.`,
        terminalRows: 30,
        columns: [
          { id: 'category', title: words.one, type: 'text' },
          columns.customers,
          { id: 'share_alive', title: '% alive', type: 'share', digits: 1 },
          { id: 'purchases_each', title: 'purchases each', type: 'number', digits: 2 },
          moneyColumn('value_each', `${worth} each`, currency),
          moneyColumn('value', `${worth} to come`, currency),
          { id: 'share_value', title: '% of it', type: 'share', digits: 1, bar: true },
          { id: 'value_index', title: 'index', type: 'number', digits: 2 },
          columns.smallCell,
        ],
        rows: [...labels].flatMap(([number, name]): Row[] => {
          const row = found.find((one) => Number(one.label_number) === number);
          if (row === undefined) return [];
          const customers = Number(row.customers);
          const value = Number(row.value ?? 0);
          return [
            {
              category: name,
              customers,
              share_alive: row.alive === null ? null : ratio(Number(row.alive), customers),
              purchases_each: row.purchases === null ? null : ratio(Number(row.purchases), customers),
              value_each: roundMoney(String(value / customers), digits),
              value: roundMoney(String(row.value ?? 0), digits),
              share_value: ratio(value, total('value')),
              value_index: ratio(value / customers, meanOfAll ?? 0),
              small_cell: customers < SMALL_CELL,
            },
          ];
        }),
      },
    ],
    identities: [],
  };
}
