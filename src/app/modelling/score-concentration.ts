import { money, roundMoney } from '../../common/money.js';
import { ratio } from '../../lenses/aggregate.js';
import { moneyColumn } from '../../lenses/columns.js';
import type { ScoreTerms } from '../../score/score-terms.js';
import type { Store } from '../../store/store.js';
import type { Part } from './part.js';

/** How the value to come is spread: tenths of the customers, the best first. */
export async function concentration(store: Store, { currency, digits }: ScoreTerms): Promise<Part> {
  const rows = await store.rows(`with placed as (
      select clv, decile_of(row_number() over (order by clv desc), count(*) over ()) as decile
      from scores where x is not null
    )
    select decile, count(*) as customers, sum(clv) as value from placed group by decile order by decile`);
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
