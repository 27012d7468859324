import { money, roundMoney } from '../../common/money.js';
import type { Row, Table } from '../../common/result.js';
import { moneyColumn } from '../../lenses/columns.js';
import { costText, LESS_CAC, lessCacText } from '../../score/less-cac.js';
import type { ScoreTerms } from '../../score/score-terms.js';
import type { Store, StoreRow } from '../../store/store.js';

/** What customers bring beyond the cost to win one, and how many stay below it; none where that cost is not given. */
export async function costTables(store: Store, terms: ScoreTerms): Promise<readonly Table[]> {
  const { cac, currency, digits } = terms;
  const less = lessCacText(terms);
  if (less === null) return [];
  const parts = await store.rows(`with costs as (select clv, ${less} as less from scores where x is not null)
    select less < 0 as is_below, count(*) as customers, sum(clv) as value, sum(less) as less
    from costs group by less < 0`);
  const above = parts.filter(({ is_below }) => is_below === false);
  const below = parts.filter(({ is_below }) => is_below === true);
  return [
    {
      id: 'acquisition_cost',
      title: `Value less the cost to win a customer, ${costText(cac!, digits)}`,
      section: 'Scores',
      description: 'The value is what is still to come: this speaks of customers just won, not of old ones.',
      columns: [
        { id: 'outcome', title: 'less the cost', type: 'text' },
        { id: 'customers', title: 'customers', type: 'count' },
        moneyColumn('value', 'value', currency),
        moneyColumn(LESS_CAC, 'less CAC', currency),
      ],
      rows: [
        rowOf('zero or more', above, digits),
        rowOf('below zero', below, digits),
        rowOf('total', parts, digits),
      ],
    },
  ];
}

function rowOf(outcome: string, parts: readonly StoreRow[], digits: number): Row {
  const sum = (name: string): string =>
    roundMoney(
      parts.reduce((all, part) => all.plus(String(part[name])), money(0)),
      digits,
    );
  return {
    outcome,
    customers: parts.reduce((all, { customers }) => all + Number(customers), 0),
    value: sum('value'),
    [LESS_CAC]: sum('less'),
  };
}
