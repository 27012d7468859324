import type { Row } from '../../common/result.js';
import { count, fixed, percent } from '../../lenses/wording.js';
import { predictionsFor } from '../../models/registry.js';
import { logGamma } from '../../numeric/log-gamma.js';
import type { ModelRecord } from '../../registry/model-record.js';
import type { FitData } from '../../score/fit-data.js';
import type { Part } from './part.js';

const STEPS = 8;
const MOST_REPEATS = 12;
const YEAR = 365;

/** What the parameters say: chances and purchases to come by frequency and silence, and how rates differ. */
export function behaviour({ frequency, timeUnit, occasion }: ModelRecord, { histories }: FitData): Part {
  const { predictor } = frequency;
  if (predictor === null || occasion === 'month') return { tables: [], figures: [] };
  const { predictions, parameters } = predictionsFor(predictor);
  const age = largest(histories.T);
  const most = Math.min(MOST_REPEATS, largest(histories.X));
  const rows: Row[] = [];
  for (let x = 0; x <= most; x++) {
    for (let step = 0; step <= STEPS; step++) {
      const silent = Math.round((age * step) / STEPS);
      const isPossible = (x === 0) === (step === STEPS);
      const history = { x, t_x: (age - silent) / timeUnit.days, T: age / timeUnit.days };
      rows.push({
        repeats: x,
        silent_days: silent,
        p_alive: isPossible ? predictions.pAlive(parameters, history) : null,
        expected_purchases: isPossible
          ? predictions.expectedPurchases(parameters, history, YEAR / timeUnit.days)
          : null,
      });
    }
  }
  return {
    tables: [
      {
        id: 'behaviour',
        title: `Chance to be alive and purchases of the next year, by purchases and silence`,
        section: 'Fit',
        wide: true,
        description: `For a customer who came ${age} days before the end of observation. Who never bought again has been silent all the time.`,
        columns: [
          { id: 'repeats', title: 'repeat purchases', type: 'count' },
          { id: 'silent_days', title: 'days since the last purchase', type: 'count', unit: 'days' },
          { id: 'p_alive', title: 'P(alive)', type: 'share', digits: 1 },
          { id: 'expected_purchases', title: 'purchases in a year', type: 'number', digits: 2 },
        ],
        rows,
      },
      ...rateTable(predictor.parameters, timeUnit.days),
    ],
    figures: [
      heat('p_alive', aliveTitle(rows), 'chance to be alive'),
      heat('expected_purchases', purchasesTitle(rows), 'purchases in a year'),
      {
        id: 'rates',
        title: 'How purchase rates differ between customers while they are alive',
        kind: 'line',
        table: 'rates',
        x: 'rate',
        y: ['density'],
        xLabel: 'purchases a year',
        yLabel: 'density',
        alternative: 'Density of the purchase rates of customers while they are alive.',
      },
    ],
  };
}

/** What silence says of those who bought once again, and of the most frequent. */
function aliveTitle(rows: readonly Row[]): string {
  const title = 'Chance to be still a customer, by repeat purchases and silence';
  const silent = nearestToYear(rows);
  const [once, often] = [silent.at(0), silent.at(-1)];
  if (once === undefined || often === undefined || once === often) return title;
  return `After ${count(once.silent_days)} silent days ${percent(once.p_alive)} are still customers with ${once.repeats} repeat purchase, ${percent(often.p_alive)} with ${often.repeats}`;
}

function purchasesTitle(rows: readonly Row[]): string {
  const title = 'Purchases of the next year by frequency and silence';
  const fresh = rows.filter(({ repeats, silent_days }) => Number(repeats) > 0 && silent_days === 0).at(-1);
  const silent = nearestToYear(rows).at(-1);
  if (fresh === undefined || silent === undefined) return title;
  return `With ${fresh.repeats} repeat purchases ${fixed(fresh.expected_purchases)} in the next year; ${fixed(silent.expected_purchases)} after ${count(silent.silent_days)} silent days`;
}

/** The rows of repeat buyers at the silence that is nearest to a year, by repeat purchases. */
function nearestToYear(rows: readonly Row[]): readonly Row[] {
  const bought = rows.filter(({ repeats, p_alive }) => Number(repeats) > 0 && p_alive !== null);
  const days = bought.map(({ silent_days }) => Number(silent_days)).filter((silent) => silent > 0);
  const nearest = days.reduce((a, b) => (Math.abs(b - YEAR) < Math.abs(a - YEAR) ? b : a), days[0] ?? 0);
  return bought.filter(({ silent_days }) => silent_days === nearest);
}

function heat(y: string, title: string, yLabel: string): Part['figures'][number] {
  return {
    id: `map_${y}`,
    title,
    kind: 'heatmap',
    table: 'behaviour',
    x: 'silent_days',
    y: [y],
    series: 'repeats',
    xLabel: 'days since the last purchase',
    yLabel,
    alternative: `Heat map of ${yLabel} over repeat purchases and days since the last purchase.`,
  };
}

/** Density of Gamma(r, alpha) in purchases a year. */
function rateTable({ r, alpha }: Readonly<Record<string, number>>, days: number): Part['tables'] {
  const perYear = YEAR / days;
  const shape = r!;
  const scale = perYear / alpha!;
  const end = scale * (shape + 4 * Math.sqrt(shape));
  const density = (rate: number) =>
    Math.exp((shape - 1) * Math.log(rate / scale) - rate / scale - logGamma(shape)) / scale;
  return [
    {
      id: 'rates',
      title: 'Purchase rates of customers while they are alive',
      section: 'Fit',
      wide: true,
      columns: [
        { id: 'rate', title: 'purchases a year', type: 'number', digits: 3 },
        { id: 'density', title: 'density', type: 'number', digits: 5 },
      ],
      rows: Array.from({ length: 60 }, (_, i) => {
        const rate = (end * (i + 0.5)) / 60;
        return { rate, density: density(rate) };
      }),
    },
  ];
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
