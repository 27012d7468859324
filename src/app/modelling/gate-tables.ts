import type { ModelRecord } from '../../registry/model-record.js';
import type { Part } from './part.js';

/** What the model had to show, and what it showed on the part of the history that it had not seen. */
export function gateTables({ gates, backtest }: ModelRecord): Part {
  return {
    tables: [
      {
        id: 'gates',
        title: 'Gates: what a model must show to be put into use',
        section: 'Model',
        ...(backtest == null
          ? {}
          : {
              description: `Measured on the ${backtest.days} days after ${backtest.origin}, by a fit to what was known then${
                backtest.sampledOneIn > 1 ? `, on one customer in ${backtest.sampledOneIn}, chosen by id` : ''
              }.`,
            }),
        columns: [
          { id: 'gate', title: 'gate', type: 'text' },
          { id: 'found', title: 'found', type: 'text' },
          { id: 'needed', title: 'needed', type: 'text' },
          { id: 'outcome', title: 'outcome', type: 'text' },
        ],
        rows: (gates ?? []).map(({ gate, found, needed, outcome }) => ({ gate, found, needed, outcome })),
      },
    ],
    figures: [],
  };
}
