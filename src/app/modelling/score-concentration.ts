import { money, roundMoney } from '../../common/money.js';
import { ratio } from '../../lenses/aggregate.js';
import { moneyColumn } from '../../lenses/columns.js';
import type { ScoreTerms } from '../../score/score-terms.js';
import type { Store } from '../../store/store.js';
import type { Part } from './part.js';

/** How the value to come is spread: tenths of the customers, the best first. */
export async function concentration(store: Store, { currency, digits }: ScoreTerms): Promise<Part> {
  // There are far fewer values than customers; the few that lie in two tenths are placed customer by customer.
  const rows = await store.rows(`with counted as (
      select clv, count(*) as customers from scores where x is not null group by clv
    ),
    placed as (
      select
        clv,
        customers,
        cast(sum(customers) over (order by clv desc rows between unbounded preceding and current row) as bigint) as last_place,
        cast(sum(customers) over () as bigint) as everybody
      from counted
    ),
    ends as (
      select
        *,
        decile_of(last_place - customers + 1, everybody) as first_decile,
        decile_of(last_place, everybody) as last_decile
      from placed
    ),
    parted as (
      select clv, everybody, unnest(range(last_place - customers + 1, last_place + 1)) as place
      from ends where first_decile <> last_decile
    ),
    tenths as (
      select first_decile as decile, clv, customers from ends where first_decile = last_decile
      union all
      select decile_of(place, everybody) as decile, clv, 1 as customers from parted
    )
    select
      decile,
      cast(sum(customers) as bigint) as customers,
      sum(cast(clv as decimal(38, ${digits})) * customers) as value
    from tenths group by decile order by decile`);
  const all = rows.reduce((sum, row) => sum.plus(money(String(row.value))), money(0));
  let so = money(0);
  const tenths = rows.map((row) => {
    so = so.plus(money(String(row.value)));
    return {
      decile: Number(row.decile),
      customers: Number(row.customers),
      value: roundMoney(String(row.value), digits),
      share_value: ratio(money(String(row.value)), all),
      share_so_far: ratio(so, all),
    };
  });
  const best = tenths[0];
  const share = best?.share_value == null ? null : `${(100 * best.share_value).toFixed(0)} %`;
  return {
    tables: [
      {
        id: 'concentration',
        title: 'Value by tenth of the customers',
        section: 'Scores',
        wide: true,
        columns: [
          { id: 'decile', title: 'tenth, 1 is the best', type: 'count' },
          { id: 'customers', title: 'customers', type: 'count' },
          moneyColumn('value', 'value', currency),
          { id: 'share_value', title: '% value', type: 'share', digits: 1, bar: true },
          { id: 'share_so_far', title: '% value so far', type: 'share', digits: 1 },
        ],
        rows: tenths,
      },
    ],
    figures:
      share === null
        ? []
        : [
            {
              id: 'concentration',
              title: `The best tenth of the customers holds ${share} of the value to come`,
              kind: 'bar',
              table: 'concentration',
              x: 'decile',
              y: ['share_value'],
              xLabel: 'tenth of the customers, 1 is the best',
              yLabel: 'share of the value',
              alternative: `Bars of the share of the value to come by tenth of the customers: the best holds ${share}.`,
            },
          ],
  };
}
