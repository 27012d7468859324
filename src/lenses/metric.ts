import { money } from '../common/money.js';
import type { Note } from '../common/result.js';
import type { Aggregate } from './aggregate.js';

/** Profit is what customers are ranked by when at least this share of the spend has a known profit. */
const ENOUGH_KNOWN = '0.95';

/** What customers are ranked by: as asked, else profit where enough of it is known. */
export function chooseMetric(
  asked: 'profit' | 'spend' | null,
  buyers: Aggregate,
): { metric: 'profit' | 'spend'; note: Note } {
  const known = buyers.spend.isZero() ? money(0) : buyers.profitKnownSpend.div(buyers.spend);
  const percent = `${known.times(100).toDecimalPlaces(1).toFixed(1)} %`;
  if (asked !== null)
    return {
      metric: asked,
      note: {
        code: 'metric',
        text: `Customers are ranked by ${asked}, as asked; the profit is known for ${percent} of the spend.`,
      },
    };
  const metric = buyers.profit !== null && known.gte(ENOUGH_KNOWN) ? 'profit' : 'spend';
  const reason =
    metric === 'profit'
      ? `the profit is known for ${percent} of the spend`
      : buyers.profit === null
        ? 'no profit is known: name a cost, margin or profit column with --columns, or give --margin'
        : `the profit is known for only ${percent} of the spend`;
  return { metric, note: { code: 'metric', text: `Customers are ranked by ${metric}: ${reason}.` } };
}
