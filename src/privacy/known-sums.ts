/** A sum whose value is known: coefficients by unknown. */
export type KnownSum = ReadonlyMap<number, number>;

const NOTHING = 1e-9;

/** Unknowns whose value follows from the sums, whatever the combination: elimination leaves them alone in a row. */
export function followingFrom(sums: readonly KnownSum[]): Set<number> {
  const byPivot = new Map<number, Map<number, number>>();
  for (const sum of sums) {
    const row = new Map(sum);
    for (const column of [...row.keys()]) {
      const other = byPivot.get(column);
      if (other !== undefined && row.has(column)) subtract(row, other, row.get(column)!);
    }
    const [pivot] = row.keys();
    if (pivot === undefined) continue;
    const head = row.get(pivot)!;
    for (const [column, value] of row) row.set(column, value / head);
    for (const other of byPivot.values()) {
      const factor = other.get(pivot);
      if (factor !== undefined) subtract(other, row, factor);
    }
    byPivot.set(pivot, row);
  }
  return new Set([...byPivot].flatMap(([pivot, row]) => (row.size === 1 ? [pivot] : [])));
}

function subtract(row: Map<number, number>, other: ReadonlyMap<number, number>, factor: number): void {
  for (const [column, value] of other) {
    const left = (row.get(column) ?? 0) - factor * value;
    if (Math.abs(left) < NOTHING) row.delete(column);
    else row.set(column, left);
  }
}
