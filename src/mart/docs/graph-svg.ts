import type { RelationDoc } from './describe.js';
import { escapeHtml } from './escape.js';
import { type GraphLayout, layoutGraph } from './graph-layout.js';

/** The relations as a drawing; each is a link to its section. */
export function graphSvg(described: readonly RelationDoc[]): string {
  const layout = layoutGraph(described.map(({ relation }) => relation));
  const scopeOf = new Map(described.map(({ relation }) => [relation.name, relation.scope]));
  const edges = layout.edges.map(
    ({ from, to, points }) =>
      `<path d="${pathOf(points)}"><title>${escapeHtml(`${to} reads ${from}`)}</title></path>`,
  );
  const nodes = layout.nodes.map(({ name, x, y, width, height }) => {
    const text = escapeHtml(name);
    return `<a href="#${text}"><g class="${scopeOf.get(name)}"><rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${height}" rx="4"/><text x="${round(x + width / 2)}" y="${round(y + height / 2 + 4)}">${text}</text></g></a>`;
  });
  return `<svg class="graph" role="group" aria-labelledby="graph-title" viewBox="0 0 ${round(layout.width)} ${round(layout.height)}" width="${round(layout.width)}" height="${round(layout.height)}">
<title id="graph-title">The relations and what they read, from left to right</title>
<g class="edges">
${edges.join('\n')}
</g>
${nodes.join('\n')}
</svg>`;
}

/** Smooth across the gaps, straight through the layers. */
function pathOf(points: GraphLayout['edges'][number]['points']): string {
  return points
    .map(({ x, y }, i) => {
      const at = `${round(x)} ${round(y)}`;
      if (i === 0) return `M${at}`;
      const before = points[i - 1]!;
      if (i % 2 === 0) return `L${at}`;
      const half = round((before.x + x) / 2);
      return `C${half} ${round(before.y)} ${half} ${round(y)} ${at}`;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
