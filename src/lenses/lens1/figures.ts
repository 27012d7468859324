import type { Figure, Table } from '../../common/result.js';
import { average, inCurrency, percent } from '../wording.js';
import { findRow, type Lens1Scope } from './scope.js';

/** Pictures of lens 1; each title says what is found. */
export function figures(scope: Lens1Scope, tables: readonly Table[]): Figure[] {
  const spend = findRow(tables, 'distribution', { measure: 'spend' });
  const lastTenth = tables.find(({ id }) => id === 'deciles')?.rows.at(-1);
  const top10 = findRow(tables, 'concentration', { question: 'the top 10 %' });
  const share = scope.metric === 'profit' ? 'share_profit' : 'share_spend';
  const below = `${percent(spend?.share_below_mean, 0)} of the customers spend less than the mean`;
  const topShare = `The best tenth brings ${percent(top10?.[share], 0)} of the ${scope.metric}`;
  const list: Figure[] = [
    {
      id: 'spend_distribution',
      title: below,
      kind: 'histogram',
      table: 'histogram',
      where: { measure: 'spend' },
      x: 'from',
      xEnd: 'to',
      y: ['customers'],
      xLabel: `spend in ${scope.period.label}${inCurrency(scope.currency)}`,
      yLabel: 'customers',
      marks: [
        { label: 'median', at: Number(spend?.median ?? 0) },
        { label: 'mean', at: Number(spend?.mean ?? 0) },
      ],
      alternative: `Histogram of spend per customer: ${below}; the median is ${average(spend?.median, scope.digits)}, the mean ${average(spend?.mean, scope.digits)}.`,
    },
  ];
  if (typeof top10?.[share] !== 'number') return list;
  list.push(
    {
      id: 'lorenz_curve',
      title: topShare,
      kind: 'line',
      table: 'lorenz',
      x: 'share_customers',
      y: scope.totals.buyers.profit === null ? ['share_spend'] : ['share_spend', 'share_profit'],
      xLabel: 'customers, lowest first (share)',
      yLabel: 'share of the total',
      alternative: `Lorenz curve: ${topShare.toLowerCase()}.`,
    },
    {
      id: 'decile_bars',
      title: `${topShare}, the last tenth ${percent(lastTenth?.[share], 0)}`,
      kind: 'bar',
      table: 'deciles',
      x: 'decile',
      y: [share],
      xLabel: 'tenth of the customers, 1 is the best',
      yLabel: `share of the ${scope.metric}`,
      alternative: `Bars of the share of ${scope.metric} by tenth of the customers: ${topShare.toLowerCase()}.`,
    },
  );
  return list;
}
