import type { Figure, Result, Table } from '../common/result.js';

export interface Section {
  readonly title: string;
  readonly tables: readonly Table[];
}

/** The tables under their sections, both in the order in which the result first names them. */
export function sectionsOf(result: Result): readonly Section[] {
  const bySection = new Map<string, Table[]>();
  for (const table of result.tables) {
    const tables = bySection.get(table.section);
    if (tables === undefined) bySection.set(table.section, [table]);
    else tables.push(table);
  }
  return [...bySection].map(([title, tables]) => ({ title, tables }));
}

/** The figures that draw a table. */
export function figuresOf(result: Result, table: Table): readonly Figure[] {
  return result.figures.filter((figure) => figure.table === table.id);
}
