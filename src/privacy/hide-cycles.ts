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
 * J. Comput. 17:552). The smallest shown cell that closes a cycle is hidden. At most as many cells as there are labels
 * lie on none, so the cost is that of as many readings of the table.
 */
export function hideCycles(cells: readonly Cell[], hidden: Set<number>, min: number): void {
  const bySize = [...cells].sort((a, b) => a.size - b.size || a.index - b.index);
  const graph = new Map<string, Cell[]>();
  for (const cell of cells) if (hidden.has(cell.index)) addTo(graph, cell);
  for (const cell of onNoCycle(graph)) {
    if (cell.size === 0 || cell.size >= min) continue;
    const near = reached(cell.from, cell, graph);
    if (near.has(cell.to)) continue;
    const far = reached(cell.to, cell, graph);
    const closes = ({ from, to }: Cell) => (near.has(from) && far.has(to)) || (far.has(from) && near.has(to));
    const open = bySize.filter((other) => !hidden.has(other.index) && closes(other));
    const closing = open.find(({ size }) => size > 0) ?? open[0];
    if (closing === undefined) continue;
    hidden.add(closing.index);
    addTo(graph, closing);
  }
}

function addTo(graph: Map<string, Cell[]>, cell: Cell): void {
  for (const node of [cell.from, cell.to]) {
    const edges = graph.get(node);
    if (edges === undefined) graph.set(node, [cell]);
    else edges.push(cell);
  }
}

/** Edges that lie on no cycle, in one walk through the graph (Tarjan 1974, Inf. Process. Lett. 2:160). */
function onNoCycle(graph: ReadonlyMap<string, readonly Cell[]>): Cell[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const bridges: Cell[] = [];
  for (const root of graph.keys()) {
    if (order.has(root)) continue;
    const path = [{ node: root, by: null as Cell | null, next: 0 }];
    order.set(root, order.size);
    low.set(root, order.get(root)!);
    while (path.length > 0) {
      const top = path.at(-1)!;
      const edge = graph.get(top.node)![top.next++];
      if (edge === undefined) {
        path.pop();
        const above = path.at(-1);
        if (above === undefined) continue;
        low.set(above.node, Math.min(low.get(above.node)!, low.get(top.node)!));
        if (low.get(top.node)! > order.get(above.node)!) bridges.push(top.by!);
        continue;
      }
      if (edge === top.by) continue;
      const node = edge.from === top.node ? edge.to : edge.from;
      const met = order.get(node);
      if (met !== undefined) {
        low.set(top.node, Math.min(low.get(top.node)!, met));
        continue;
      }
      order.set(node, order.size);
      low.set(node, order.get(node)!);
      path.push({ node, by: edge, next: 0 });
    }
  }
  return bridges.sort((a, b) => a.index - b.index);
}

/** Labels that hang together with one, a cell aside. */
function reached(start: string, without: Cell, graph: ReadonlyMap<string, readonly Cell[]>): Set<string> {
  const seen = new Set([start]);
  for (const node of seen)
    for (const cell of graph.get(node) ?? [])
      if (cell !== without) {
        seen.add(cell.from);
        seen.add(cell.to);
      }
  return seen;
}
