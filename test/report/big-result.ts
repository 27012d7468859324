import type { Figure, FigureKind, Result, Table } from '../../src/common/result.js';
import { sampleResult } from './sample-result.js';

/** A result as big as an audit of everything: 40 tables of 10 columns and 1,000 rows, a chart for each. */
export function bigResult(): Result {
  const kinds: readonly FigureKind[] = [
    'bar',
    'line',
    'stacked-bar',
    'heatmap',
    'histogram',
    'scatter',
    'waterfall',
  ];
  const tables = Array.from({ length: 40 }, (_, index) => bigTable(index));
  const figures = tables.map(
    (table, index): Figure => ({
      id: `figure-${index}`,
      title: `A finding about table ${index} that takes some words to say`,
      kind: kinds[index % kinds.length]!,
      table: table.id,
      x: index % kinds.length === 3 ? 'age' : 'place',
      y: ['spend'],
      ...(index % kinds.length === 3 ? { series: 'cohort' } : {}),
      where: { part: 'chart' },
      xLabel: 'place',
      yLabel: 'spend',
      alternative: 'What the chart shows, in words.',
    }),
  );
  return { ...sampleResult, tables, figures };
}

function bigTable(index: number): Table {
  const money = (id: string) => ({ id, title: `Amount ${id}`, type: 'money' as const, unit: 'EUR' });
  return {
    id: `table-${index}`,
    title: `Table number ${index}`,
    section: `Section ${Math.floor(index / 6)}`,
    columns: [
      { id: 'part', title: 'Part', type: 'text' },
      { id: 'place', title: 'Place', type: 'count' },
      { id: 'cohort', title: 'Cohort', type: 'text' },
      { id: 'age', title: 'Age', type: 'count' },
      money('spend'),
      money('profit'),
      { id: 'share', title: 'Share', type: 'share', bar: true },
      { id: 'aof', title: 'Orders per customer', type: 'number' },
      { id: 'day', title: 'Day', type: 'date' },
      money('cost'),
    ],
    rows: Array.from({ length: 1000 }, (_, row) => ({
      part: row < 60 ? 'chart' : 'rest',
      place: row,
      cohort: `201${Math.floor(row / 10) % 10}`,
      age: row % 10,
      spend: (100_000 / (row + 1)).toFixed(2),
      profit: (43_210 / (row + 1)).toFixed(2),
      share: 1 / (row + 1),
      aof: 1 + 1 / (row + 2),
      day: '2019-12-31',
      cost: '12.34',
    })),
  };
}
