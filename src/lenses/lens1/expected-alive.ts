import { counted } from '../../common/messages/counted.js';
import { roundMoney } from '../../common/money.js';
import { ratio } from '../aggregate.js';
import { columns, moneyColumn } from '../columns.js';
import { scoredOn } from '../scored.js';
import type { Lens1Part, Lens1Scope } from './scope.js';

/** How many of the customers are expected to be still customers, where the workspace holds scores of the day. */
export async function expectedAlive({
  mart,
  asOf,
  period,
  digits,
  currency,
}: Lens1Scope): Promise<Lens1Part> {
  const scored = await scoredOn(mart, asOf);
  if (scored === null) return { tables: [], identities: [] };
  const rows = await mart.rows(`with buyers as (
      select distinct customer_id from {{ ref('orders') }}
      where order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
    ),
    known as (
      select scores.*, buyers.customer_id is not null as is_of_period
      from {{ ref('scores') }} as scores
      left join buyers on scores.customer_id = buyers.customer_id
      where x is not null
    )
    select is_of_period, count(*) as customers, sum(p_alive) as alive, sum(expected_purchases) as purchases, sum(clv) as value
    from known group by is_of_period order by is_of_period desc`);
  const sum = (name: string) => rows.reduce((total, row) => total + Number(row[name] ?? 0), 0);
  const line = (group: string, customers: number, alive: number, purchases: number, value: string) => ({
    customer_group: group,
    customers,
    alive,
    share_alive: ratio(alive, customers),
    purchases,
    value: roundMoney(value, digits),
  });
  const worth = scored.isProfit ? 'profit' : 'revenue';
  return {
    tables: [
      {
        id: 'expected_alive',
        title: `Expected to be still customers on ${asOf}`,
        section: 'Expected alive',
        description: `By model ${scored.modelId}: the chance to be still a customer, the purchases and the discounted ${worth} of ${counted(scored.horizonDays, 'day')}, summed over customers.`,
        columns: [
          { id: 'customer_group', title: 'customers', type: 'text' },
          { ...columns.customers, title: 'number' },
          { id: 'alive', title: 'alive (expected)', type: 'number', digits: 0 },
          { id: 'share_alive', title: '% alive', type: 'share', digits: 1, bar: true },
          { id: 'purchases', title: 'purchases to come', type: 'number', digits: 0 },
          moneyColumn('value', `${worth} to come`, currency),
        ],
        rows: [
          ...rows.map((row) =>
            line(
              row.is_of_period ? `with an order in ${period.label}` : 'with none in it',
              Number(row.customers),
              Number(row.alive ?? 0),
              Number(row.purchases ?? 0),
              String(row.value ?? 0),
            ),
          ),
          line('total', sum('customers'), sum('alive'), sum('purchases'), String(sum('value'))),
        ],
      },
    ],
    identities: [],
  };
}
