import type { Table } from '../../common/result.js';
import { fact, factsTable } from '../normal-pattern.js';
import { findRow, type Lens1Facts } from './scope.js';

/**
 * A normal pattern beside this base: the book's retailer in one year (Fader, Hardie, Ross 2022, chapter 3).
 * Facts to compare with, not grades.
 */
export function patterns(facts: Lens1Facts): Table {
  const { tables, scope } = facts;
  const spend = findRow(tables, 'distribution', { measure: 'spend' });
  const top = (share: number) =>
    findRow(tables, 'concentration', { top_share: share, question: `the top ${share * 100} %` });
  const valueShare = scope.metric === 'profit' ? 'share_profit' : 'share_spend';
  const counts = tables.find((table) => table.id === 'order_counts')?.rows ?? [];
  const upToTwo = counts.slice(0, 2).reduce((total, row) => total + Number(row.share_customers ?? 0), 0);
  const deciles = tables.find((table) => table.id === 'deciles')?.rows ?? [];
  const rows = [
    fact('customers who spend less than the mean', '69 %', spend?.share_below_mean, 'percent', 0),
    fact('customers with one order', '63 %', counts[0]?.share_customers, 'percent', 0),
    fact('customers with one or two orders', '81 %', upToTwo, 'percent', 0),
    fact('customers with ten or more orders', 'about 1 %', counts[9]?.share_customers, 'percent', 1),
    fact(`share of the top 10 % in ${scope.metric}`, '40 %', top(0.1)?.[valueShare], 'percent', 0),
    fact(`share of the top 20 % in ${scope.metric}`, '58 %', top(0.2)?.[valueShare], 'percent', 0),
    fact(
      'correlation of orders with average spend',
      '-0.03',
      tables.find((t) => t.id === 'correlation')?.rows[0]?.correlation,
      'number',
      2,
    ),
    fact('AOF of the best tenth', '10.9', deciles[0]?.aof, 'number', 1),
    fact('AOF of the last tenth', '1.2', deciles.length === 10 ? deciles[9]?.aof : null, 'number', 1),
    ...(scope.totals.buyers.profit === null
      ? []
      : [
          fact('margin of the best tenth', '50 %', deciles[0]?.margin, 'percent', 0),
          fact(
            'unprofitable customers',
            'under 1 %',
            findRow(tables, 'unprofitable', {})?.share_customers,
            'percent',
            1,
          ),
        ]),
  ];
  return factsTable("Beside a normal pattern: the book's retailer in one year", rows);
}
