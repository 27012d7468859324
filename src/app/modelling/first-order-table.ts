import {
  earlierThanData,
  firstOrdersExpected,
  priorCustomers,
  returningWithoutOrder,
  tooFewFirstOrders,
  undatedCustomers,
} from '../../common/messages/score.js';
import { roundMoney } from '../../common/money.js';
import type { Note, Table } from '../../common/result.js';
import { shareText } from '../../common/share-text.js';
import { ratio } from '../../lenses/aggregate.js';
import { moneyColumn } from '../../lenses/columns.js';
import { LEAST_EVENTS } from '../../score/first-order-rates.js';
import type { FirstOrderForecast } from '../../score/forecast-first-orders.js';
import type { ScoreTerms } from '../../score/score-terms.js';

/** Customers without an order in all, and by the month in which they became known, the last one first; none where nothing can be expected of anybody. */
export function firstOrderTables(
  forecast: FirstOrderForecast | null,
  { currency, digits, horizonDays, interval, margin }: ScoreTerms,
): readonly Table[] {
  if (forecast === null || (forecast.rows.at(-1)?.waiting ?? 0) === 0) return [];
  const worth = margin === null ? 'revenue' : 'profit';
  return [
    {
      id: 'first_orders',
      title: `First orders to come in ${horizonDays} days, of known customers without an order`,
      section: 'Scores',
      description: `By the month in which they became known, as often as first orders came of customers who had waited as long. Low and high hold ${shareText(interval)} of the numbers that may come. ${worth === 'profit' ? 'Profit' : 'Revenue'}: what those who order bring to the end of these days, as new customers of the model. In none of the sums above.`,
      terminalRows: 24,
      columns: [
        { id: 'month', title: 'known since', type: 'text' },
        { id: 'share_ordered', title: '% with an order', type: 'share', digits: 1 },
        { id: 'customers', title: 'customers without', type: 'count' },
        { id: 'first_orders', title: 'first orders', type: 'number', digits: 1 },
        { id: 'low', title: 'low', type: 'number', digits: 0 },
        { id: 'high', title: 'high', type: 'number', digits: 0 },
        moneyColumn('value', `${worth}, discounted`, currency),
      ],
      rows: forecast.rows
        .toReversed()
        .map(({ month, known, ordered, waiting, firstOrders, low, high, value }) => ({
          month: month === null ? 'total' : monthText(month),
          share_ordered: ratio(ordered, known),
          customers: waiting,
          first_orders: firstOrders,
          low,
          high,
          value: value === null ? null : roundMoney(String(value), digits),
        })),
    },
  ];
}

/** What is known of customers without an order, and why not more. */
export function firstOrderNotes(
  customers: number,
  forecast: FirstOrderForecast | null,
  { horizonDays }: ScoreTerms,
): Note[] {
  if (customers === 0) return [];
  if (forecast === null) return [priorCustomers(customers)];
  const { known, rates, rows } = forecast;
  const all = rows.at(-1);
  const { N, AFTER } = known.followed;
  const waiting = N.reduce((sum, n, i) => sum + (Number.isNaN(AFTER[i]!) ? n : 0), 0);
  return [
    priorCustomers(customers),
    ...(all !== undefined && waiting > 0
      ? [firstOrdersExpected(waiting, all.firstOrders.toFixed(1), horizonDays, known.from)]
      : []),
    ...(rates === null && waiting > 0 ? [tooFewFirstOrders(waiting, LEAST_EVENTS)] : []),
    ...(known.undated > 0 ? [undatedCustomers(known.undated)] : []),
    ...(known.earlier > 0 ? [earlierThanData(known.earlier, known.from)] : []),
    ...(known.returning > 0 ? [returningWithoutOrder(known.returning)] : []),
  ];
}

/** Of a month counted from the year 0. */
function monthText(month: number): string {
  const year = Math.floor((month - 1) / 12);
  return `${String(year).padStart(4, '0')}-${String(month - 12 * year).padStart(2, '0')}`;
}
