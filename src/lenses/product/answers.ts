import { counted } from '../../common/messages/counted.js';
import { findRow } from '../find-row.js';
import type { LensReport } from '../report.js';
import { amount, fixed, percent } from '../wording.js';
import type { ProductFacts } from './facts.js';

/** The questions that the product lens answers, in sentences filled from the numbers. */
export function answers(found: ProductFacts): LensReport['answers'] {
  const { scope, tables, leading, shareOne, bestTenth, lastTenth, pair, commonEntry, bestEntry } = found;
  const { words, currency, metric, level } = scope;
  const unit = currency === null ? '' : ` ${currency}`;
  const basket = findRow(tables, 'basket', { basis: 'net of returns' })!;
  const share = metric === 'profit' ? 'share_profit' : 'share_spend';
  const per = level === 'category' ? 'categories_per_customer' : 'products_per_customer';
  const units =
    basket.units_per_order === null
      ? ''
      : ` = ${fixed(basket.units_per_order)} units × ${amount(basket.price_per_unit)}${unit} each`;
  const list: { question: string; answer: string }[] = [];
  if (leading !== null) {
    const leads =
      leading[share] === null
        ? `The ${metric} of the period is not above zero; "${leading.category}" stands highest`
        : `"${leading.category}" brings ${percent(leading[share])} of it`;
    list.push({
      question: `Which ${words.one} carries the ${metric}?`,
      answer: `${leads}: ${percent(leading.penetration)} of the active customers bought it, ${fixed(leading.acof)} times each, for ${amount(leading.acov)}${unit} an order.`,
    });
  }
  list.push(
    {
      question: 'What is an average order made of?',
      answer: `${amount(basket.aov)}${unit}${units}; it holds ${fixed(basket.categories_per_order)} ${words.many}.`,
    },
    {
      question: 'How widely do customers buy?',
      answer: `${percent(shareOne)} bought a single ${words.one} in the period${bestTenth === null || lastTenth === null ? '' : `; the best tenth bought ${fixed(bestTenth[per])} ${words.many} each, the last tenth ${fixed(lastTenth[per])}`}.`,
    },
  );
  if (scope.shortLabels.size > 1)
    list.push({
      question: `Which ${words.many} are bought by the same customers?`,
      answer:
        pair === null
          ? 'No pair is bought together clearly more often than by chance.'
          : `Most above chance: "${pair.category}" and "${pair.other}", by ${counted(Number(pair.customers), 'customer')}, ${fixed(pair.lift)} times as many as if bought independently.`,
    });
  if (commonEntry !== null && Number(commonEntry.customers) > 0)
    list.push({
      question: `By which ${words.one} do customers come in, and are those worth more?`,
      answer: `Most come in by "${commonEntry.category}" (${percent(commonEntry.share_customers)}${commonEntry.value_index === null ? '' : `; value index ${fixed(commonEntry.value_index)}`}). ${
        bestEntry === null
          ? 'No entry is clearly worth more than the mean.'
          : `Worth most to date are those who came in by "${bestEntry.category}": index ${fixed(bestEntry.value_index)} (${fixed(bestEntry.low)} to ${fixed(bestEntry.high)}), ${fixed(bestEntry.value_index_equal_age)} at equal age.`
      }`,
    });
  return list;
}
