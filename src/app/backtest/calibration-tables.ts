import { type Calibration, type ClassSums, SILENCES } from '../../backtest/calibration.js';
import type { MethodEvaluation } from '../../backtest/evaluate.js';
import type { Column, Figure, Row } from '../../common/result.js';
import type { Part } from '../modelling/part.js';
import { methodTitle } from './words.js';

interface Classes {
  readonly id: 'frequency' | 'recency' | 'tenths';
  readonly title: string;
  readonly description: string;
  readonly column: Column;
  readonly names: readonly string[];
}

const KINDS: readonly Classes[] = [
  {
    id: 'frequency',
    title: 'Mean purchases held out, by repeat purchases before',
    description:
      'What customers with so many repeat purchases did on average, and what was expected of them.',
    column: { id: 'class', title: 'repeat purchases', type: 'text' },
    names: ['0', '1', '2', '3', '4', '5', '6', '7+'],
  },
  {
    id: 'recency',
    title: 'Mean purchases held out, by weeks since the last purchase',
    description: 'What customers who had been silent so long did on average, and what was expected of them.',
    column: { id: 'class', title: 'weeks silent', type: 'text' },
    names: SILENCES.map((from, k) =>
      k === SILENCES.length - 1 ? `${from}+` : `${from} to ${SILENCES[k + 1]}`,
    ),
  },
];

/** Conditional expectations by class of customer, and tenths of each method's own forecast. */
export function calibrationPart(methods: readonly MethodEvaluation[]): Part {
  const shown = methods.flatMap(({ calibration, kind }) =>
    calibration !== null && (kind === 'model' || calibration.method === 'same_rate') ? [calibration] : [],
  );
  const models = methods.flatMap(({ calibration, kind }) =>
    calibration !== null && kind === 'model' ? [calibration] : [],
  );
  return {
    tables: [...KINDS.map((kind) => classTable(kind, shown)), tenthsTable(models)],
    figures: KINDS.map((kind) => classFigure(kind, shown)),
  };
}

function classTable(
  { id, title, description, column, names }: Classes,
  shown: readonly Calibration[],
): Part['tables'][number] {
  const first = shown[0];
  return {
    id,
    title,
    section: 'Calibration',
    description,
    columns: [
      column,
      { id: 'customers', title: 'customers', type: 'count' },
      { id: 'actual', title: 'came', type: 'number', digits: 3 },
      ...shown.map(
        ({ method }): Column => ({ id: method, title: methodTitle(method), type: 'number', digits: 3 }),
      ),
    ],
    rows: names.flatMap((name, k): Row[] => {
      const sums = first?.[id][k];
      if (sums === undefined || sums.customers === 0) return [];
      return [
        {
          class: name,
          customers: sums.customers,
          actual: mean(sums, 'actual'),
          ...Object.fromEntries(shown.map((one) => [one.method, mean(one[id][k]!, 'expected')])),
        },
      ];
    }),
  };
}

function classFigure({ id, title, column }: Classes, shown: readonly Calibration[]): Figure {
  return {
    id: `by_${id}`,
    title,
    kind: 'line',
    table: id,
    x: 'class',
    y: ['actual', ...shown.map(({ method }) => method)],
    xLabel: column.title,
    yLabel: 'purchases a customer',
    alternative: `Lines of the mean purchases that came and that each method expected, by ${column.title}.`,
  };
}

function tenthsTable(models: readonly Calibration[]): Part['tables'][number] {
  return {
    id: 'tenths',
    title: 'Calibration by tenths of the forecast, the best tenth first',
    section: 'Calibration',
    wide: true,
    columns: [
      { id: 'method', title: 'model', type: 'text' },
      { id: 'tenth', title: 'tenth', type: 'count' },
      { id: 'customers', title: 'customers', type: 'number', digits: 1 },
      { id: 'expected', title: 'expected', type: 'number', digits: 3 },
      { id: 'actual', title: 'came', type: 'number', digits: 3 },
    ],
    rows: models.flatMap(({ method, tenths }) =>
      tenths.map((sums, k) => ({
        method: methodTitle(method),
        tenth: k + 1,
        customers: sums.customers,
        expected: mean(sums, 'expected'),
        actual: mean(sums, 'actual'),
      })),
    ),
  };
}

function mean(sums: ClassSums, of: 'expected' | 'actual'): number | null {
  return sums.customers > 0 ? sums[of] / sums.customers : null;
}
