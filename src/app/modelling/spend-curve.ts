import { roundMoney } from '../../common/money.js';
import { moneyColumn } from '../../lenses/columns.js';
import { logGamma } from '../../numeric/log-gamma.js';
import type { ModelRecord } from '../../registry/model-record.js';
import type { Part } from './part.js';

/** Mean spends of customers as Gamma-Gamma has them: p/nu with nu ~ Gamma(q, gamma), an inverse gamma. */
export function spendCurve({ spend, currency }: ModelRecord, digits: number): Part {
  const fitted = spend.fit.predictor?.parameters;
  if (fitted === undefined || spend.fit.limit !== null) return { tables: [], figures: [] };
  const { p, q, gamma } = fitted as { p: number; q: number; gamma: number };
  const mean = (p * gamma) / (q - 1);
  const logScale = Math.log(p) + Math.log(gamma);
  const density = (m: number) =>
    Math.exp(q * logScale - logGamma(q) - (q + 1) * Math.log(m) - Math.exp(logScale - Math.log(m)));
  return {
    tables: [
      {
        id: 'spend',
        title: 'Spend of a purchase',
        section: 'Fit',
        layout: 'record',
        columns: [moneyColumn('mean', 'mean of a new customer', currency)],
        rows: [{ mean: roundMoney(String(mean), digits) }],
      },
      {
        id: 'spend_curve',
        title: 'Mean spend of customers, as the model has it',
        section: 'Fit',
        wide: true,
        columns: [
          { id: 'spend', title: 'mean spend', type: 'number', digits: 2 },
          { id: 'density', title: 'density', type: 'number', digits: 6 },
        ],
        rows: Array.from({ length: 60 }, (_, i) => {
          const m = (4 * mean * (i + 0.5)) / 60;
          return { spend: m, density: density(m) };
        }),
      },
    ],
    figures: [
      {
        id: 'spend_curve',
        title: 'How the mean spend of a purchase differs between customers',
        kind: 'line',
        table: 'spend_curve',
        x: 'spend',
        y: ['density'],
        xLabel: `mean spend of a purchase${currency === null ? '' : ` (${currency})`}`,
        yLabel: 'density',
        alternative: `Density of customers' mean spend; a new customer's is ${mean.toFixed(digits)} on average.`,
      },
    ],
  };
}
