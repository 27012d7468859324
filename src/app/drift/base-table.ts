import type { Figure, Table } from '../../common/result.js';
import type { Expected } from '../../drift/forecast.js';
import type { BaseShift } from '../../drift/whole-base.js';

/** The whole base when the model was fitted and today. */
export function baseTable(shifts: readonly BaseShift[]): Table {
  return {
    id: 'base',
    title: 'The whole base then and now',
    section: 'Drift',
    wide: true,
    description: 'Shown and never judged: a base that grows older moves here without any drift.',
    columns: [
      { id: 'feature', title: 'what', type: 'text' },
      { id: 'customers_then', title: 'customers then', type: 'count' },
      { id: 'customers_now', title: 'customers', type: 'count' },
      { id: 'before', title: 'mean then', type: 'number', digits: 3 },
      { id: 'after', title: 'mean now', type: 'number', digits: 3 },
      { id: 'ks', title: 'KS', type: 'number', digits: 3 },
      { id: 'psi', title: 'PSI', type: 'number', digits: 4 },
      { id: 'js', title: 'Jensen–Shannon', type: 'number', digits: 5 },
      { id: 'kl', title: 'Kullback–Leibler', type: 'number', digits: 5 },
      { id: 'wasserstein', title: 'Wasserstein (cells)', type: 'number', digits: 4 },
    ],
    rows: shifts.map(({ feature, customersThen, customersNow, before, after, distances }) => ({
      feature,
      customers_then: customersThen,
      customers_now: customersNow,
      before,
      after,
      ks: distances.ks,
      psi: distances.psi,
      js: distances.js,
      kl: distances.kl,
      wasserstein: distances.wasserstein,
    })),
  };
}

/** Purchases of the window over what the model expects of them. */
export function expectedFigure(classes: readonly Expected[]): Figure[] {
  const shown = classes.filter(({ expected }) => expected > 0);
  if (shown.length === 0) return [];
  return [
    {
      id: 'expected',
      title: 'Purchases of the window over what the model expects of them',
      kind: 'bar',
      table: 'expected',
      x: 'class',
      y: ['ratio'],
      interval: { low: 'low', high: 'high' },
      xLabel: 'who',
      yLabel: 'came over expected',
      alternative: `Bars of purchases that came over purchases expected, 1 where the model is right: ${shown
        .map(({ name, seen, expected }) => `${name} ${(seen / expected).toFixed(2)}`)
        .join(', ')}.`,
    },
  ];
}
