import type { Table } from '../../common/result.js';
import { percent } from '../wording.js';
import type { ProductFacts } from './facts.js';

/**
 * A normal pattern beside this base: the book's retailer (Fader, Hardie, Ross 2022, chapter 8).
 * Facts to compare with, not grades.
 */
export function patterns({ scope, shareOne }: ProductFacts): Table {
  return {
    id: 'patterns',
    title: "Beside a normal pattern: the book's retailer in one year",
    section: 'What is normal',
    description:
      'Facts to compare with, not grades: what counts as a category differs from business to business.',
    columns: [
      { id: 'fact', title: '', type: 'text' },
      { id: 'elsewhere', title: 'there', type: 'text' },
      { id: 'here', title: 'here', type: 'text' },
    ],
    rows: [
      {
        fact: `customers who buy a single ${scope.words.one}`,
        elsewhere: '53 %',
        here: percent(shareOne),
      },
    ],
  };
}
