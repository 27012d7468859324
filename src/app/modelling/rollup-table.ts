import { roundMoney } from '../../common/money.js';
import type { Table } from '../../common/result.js';
import { shareText } from '../../common/share-text.js';
import { moneyColumn } from '../../lenses/columns.js';
import { LESS_CAC, lessCac } from '../../score/less-cac.js';
import type { RolledUp } from '../../score/roll-up.js';
import type { ScoreTerms } from '../../score/score-terms.js';

/** Value of groups of customers, and of all. */
export function rollupTable(
  groups: readonly RolledUp[],
  attribute: string,
  { currency, digits, interval, cac }: ScoreTerms,
): Table {
  return {
    id: 'rollup',
    title: `Value by ${attribute}`,
    section: 'Scores',
    description: `Low and high hold ${shareText(interval)} of what the group as a whole may bring. Customers' own intervals don't add up: chance averages out, errors of the parameters don't; "shared" is their part of the variance.`,
    columns: [
      { id: 'group', title: attribute, type: 'text' },
      { id: 'customers', title: 'customers', type: 'count' },
      { id: 'purchases', title: 'purchases', type: 'number', digits: 1 },
      moneyColumn('value', 'value', currency),
      moneyColumn('low', 'low', currency),
      moneyColumn('high', 'high', currency),
      ...(cac === null ? [] : [moneyColumn(LESS_CAC, 'less CAC', currency)]),
      { id: 'shared', title: 'shared', type: 'share', digits: 0 },
    ],
    rows: groups.map(({ group, customers, purchases, value, low, high, shared }) => ({
      group: group ?? 'all',
      customers,
      purchases,
      value: roundMoney(value, digits),
      low: roundMoney(String(low), digits),
      high: roundMoney(String(high), digits),
      ...(cac === null ? {} : { [LESS_CAC]: lessCac(value, cac, digits, customers) }),
      shared,
    })),
  };
}
