/** A cell of a table with sums along two labels. */
export interface Cell {
  readonly index: number;
  /** Label of the row and of the column; no name is both. */
  readonly from: string;
  readonly to: string;
  readonly size: number;
}

/**
 * Hides further cells until no small hidden one follows from the sums. Rows and columns are the nodes of a graph whose
 * edges are the hidden cells; subtraction gives away exactly the cells that lie on no cycle of it (Gusfield 1988, SIAM
 * J. Comput. 17:552). The smallest shown cell that closes a cycle is hidden.
 */
export function hideCycles(cells: readonly Cell[], hidden: Set<number>, min: number): void {
  const bySize = [...cells].sort((a, b) => a.size - b.size || a.index - b.index);
  for (const cell of cells) {
    if (!hidden.has(cell.index) || cell.size === 0 || cell.size >= min) continue;
    const others = cells.filter(({ index }) => hidden.has(index) && index !== cell.index);
    const near = reached(cell.from, others);
    if (near.has(cell.to)) continue;
    const far = reached(cell.to, others);
    const closes = ({ from, to }: Cell) => (near.has(from) && far.has(to)) || (far.has(from) && near.has(to));
    const open = bySize.filter((other) => !hidden.has(other.index) && closes(other));
    const closing = open.find(({ size }) => size > 0) ?? open[0];
    if (closing !== undefined) hidden.add(closing.index);
  }
}

/** Labels that hang together with one by the cells given. */
function reached(start: string, cells: readonly Cell[]): Set<string> {
  const seen = new Set([start]);
  for (let before = 0; before !== seen.size; ) {
    before = seen.size;
    for (const { from, to } of cells) {
      if (seen.has(from)) seen.add(to);
      else if (seen.has(to)) seen.add(from);
    }
  }
  return seen;
}
