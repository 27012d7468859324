import { expect } from 'vitest';
import type { LensReport } from '../../src/lenses/report.js';

/** Every figure draws columns of a table of the same report, and says something in its title and its alternative. */
export function expectFigures({ figures, tables }: LensReport): void {
  expect(figures.length).toBeGreaterThan(0);
  expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length);
  expect(new Set(tables.map(({ id }) => id)).size).toBe(tables.length);
  for (const figure of figures) {
    const table = tables.find(({ id }) => id === figure.table);
    const columns = table?.columns.map(({ id }) => id) ?? [];
    const named = [
      figure.x,
      ...figure.y,
      ...(figure.series ? [figure.series] : []),
      ...Object.keys({ ...figure.where, ...figure.without, ...figure.intervals }),
      ...[figure.interval, ...Object.values(figure.intervals ?? {})].flatMap((ends) =>
        Object.values(ends ?? {}),
      ),
      ...(figure.xEnd ? [figure.xEnd] : []),
      ...(figure.minus ?? []),
    ];
    for (const id of named) expect(columns, `${figure.id} draws ${figure.table}.${id}`).toContain(id);
    for (const text of [figure.title, figure.alternative, figure.xLabel, figure.yLabel])
      expect(text).not.toMatch(/undefined|null|NaN|unknown share/);
  }
  for (const { rows, columns, id } of tables)
    for (const row of rows)
      for (const column of columns)
        expect(row[column.id], `${id}.${column.id} is there, if only as null`).not.toBeUndefined();
}
