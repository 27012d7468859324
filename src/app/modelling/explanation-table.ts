import type { Table } from '../../common/result.js';
import type { Explanation } from '../../score/explain.js';

/** How one customer's value comes about. */
export function explanationTable({ customerId, steps }: Explanation): Table {
  return {
    id: 'explanation',
    title: `How the value of customer ${customerId} comes about`,
    section: 'Score',
    columns: [
      { id: 'step', title: 'step', type: 'text' },
      { id: 'value', title: 'value', type: 'text' },
      { id: 'words', title: 'why', type: 'text' },
    ],
    rows: steps.map(({ step, value, words }) => ({ step, value, words })),
  };
}
