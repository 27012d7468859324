export interface GraphNode {
  readonly name: string;
  readonly inputs: readonly string[];
}

export interface PlacedNode {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  /** Points from the right side of `from` to the left side of `to`, through the gaps between nodes. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const CHARACTER = 7;
const PADDING = 10;
const HEIGHT = 24;
const ROW = 34;
const LANE = 9;
const GAP = 70;
const MARGIN = 12;
const SWEEPS = 12;

/** A place in a layer: a node, or the lane of an edge that passes through. */
interface Slot {
  readonly id: string;
  readonly node: string | null;
  readonly before: string[];
  readonly after: string[];
}

/**
 * Draws a graph without cycles in layers from left to right: a node stands one layer after its last input; edges over
 * several layers run in lanes of their own; slots are ordered by the mean place of their neighbours, to and fro
 * (Sugiyama, Tagawa, Toda 1981). Inputs outside the list are left out.
 */
export function layoutGraph(nodes: readonly GraphNode[]): GraphLayout {
  const layerOf = layers(nodes);
  const { columns, routes } = slots(nodes, layerOf);
  for (let sweep = 0; sweep < SWEEPS; sweep++) reorder(columns, sweep % 2 === 0);

  const widths = columns.map((column) =>
    Math.max(...column.map(({ node }) => (node === null ? 0 : node.length * CHARACTER + 2 * PADDING))),
  );
  const lefts = widths.map(
    (_, i) => MARGIN + widths.slice(0, i).reduce((sum, width) => sum + width + GAP, 0),
  );
  const heights = columns.map((column) => column.reduce((sum, slot) => sum + sizeOf(slot), 0));
  const tallest = Math.max(0, ...heights);
  const middle = new Map<string, number>();
  for (const [i, column] of columns.entries()) {
    let top = MARGIN + (tallest - heights[i]!) / 2;
    for (const slot of column) {
      middle.set(slot.id, top + sizeOf(slot) / 2);
      top += sizeOf(slot);
    }
  }
  return {
    width: columns.length === 0 ? 2 * MARGIN : lefts.at(-1)! + widths.at(-1)! + MARGIN,
    height: tallest + 2 * MARGIN,
    nodes: nodes.map(({ name }) => ({
      name,
      x: lefts[layerOf.get(name)!]!,
      y: middle.get(name)! - HEIGHT / 2,
      width: widths[layerOf.get(name)!]!,
      height: HEIGHT,
    })),
    edges: routes.map(({ from, to, through }) => ({
      from,
      to,
      points: [
        { x: lefts[layerOf.get(from)!]! + widths[layerOf.get(from)!]!, y: middle.get(from)! },
        ...through.flatMap((lane, i) => {
          const layer = layerOf.get(from)! + 1 + i;
          const y = middle.get(lane)!;
          return [
            { x: lefts[layer]!, y },
            { x: lefts[layer]! + widths[layer]!, y },
          ];
        }),
        { x: lefts[layerOf.get(to)!]!, y: middle.get(to)! },
      ],
    })),
  };
}

/** Longest way from a node without inputs. */
function layers(nodes: readonly GraphNode[]): ReadonlyMap<string, number> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const layerOf = new Map<string, number>();
  const visit = (node: GraphNode): number => {
    const known = layerOf.get(node.name);
    if (known !== undefined) return known;
    const layer = Math.max(-1, ...inputsOf(node, byName).map(visit)) + 1;
    layerOf.set(node.name, layer);
    return layer;
  };
  for (const node of nodes) visit(node);
  return layerOf;
}

function inputsOf(node: GraphNode, byName: ReadonlyMap<string, GraphNode>): GraphNode[] {
  return [...new Set(node.inputs)].flatMap((input) => byName.get(input) ?? []);
}

function slots(nodes: readonly GraphNode[], layerOf: ReadonlyMap<string, number>) {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const byId = new Map<string, Slot>();
  const columns: Slot[][] = Array.from({ length: Math.max(-1, ...layerOf.values()) + 1 }, () => []);
  const put = (layer: number, id: string, node: string | null) => {
    const slot: Slot = { id, node, before: [], after: [] };
    byId.set(id, slot);
    columns[layer]!.push(slot);
  };
  for (const { name } of nodes) put(layerOf.get(name)!, name, name);
  const routes = nodes.flatMap((node) =>
    inputsOf(node, byName).map(({ name: from }) => {
      const through: string[] = [];
      for (let layer = layerOf.get(from)! + 1; layer < layerOf.get(node.name)!; layer++) {
        through.push(`${from} > ${node.name} > ${layer}`);
        put(layer, through.at(-1)!, null);
      }
      const path = [from, ...through, node.name];
      for (let i = 1; i < path.length; i++) {
        byId.get(path[i - 1]!)!.after.push(path[i]!);
        byId.get(path[i]!)!.before.push(path[i - 1]!);
      }
      return { from, to: node.name, through };
    }),
  );
  return { columns, routes };
}

/** Sorts each layer by the mean place of its neighbours in the one before (or after); the lonely keep their place. */
function reorder(columns: Slot[][], forward: boolean): void {
  const place = new Map<string, number>();
  const remember = (column: readonly Slot[]) => {
    for (const [i, slot] of column.entries()) place.set(slot.id, (i + 0.5) / column.length);
  };
  for (const column of columns) remember(column);
  for (const column of forward ? columns : [...columns].reverse()) {
    const target = new Map(
      column.map((slot) => {
        const near = forward ? slot.before : slot.after;
        const mean = near.reduce((sum, id) => sum + place.get(id)!, 0) / near.length;
        return [slot.id, near.length === 0 ? place.get(slot.id)! : mean];
      }),
    );
    column.sort((a, b) => target.get(a.id)! - target.get(b.id)!);
    remember(column);
  }
}

function sizeOf(slot: Slot): number {
  return slot.node === null ? LANE : ROW;
}
