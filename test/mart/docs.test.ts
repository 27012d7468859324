import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lensRelations } from '../../src/lenses/relations.js';
import { layoutGraph } from '../../src/mart/docs/graph-layout.js';
import { martDocs } from '../../src/mart/docs.js';
import type { Relation } from '../../src/mart/relation.js';
import { martRelations } from '../../src/mart/relations.js';

const all: readonly Relation[] = [...martRelations, ...lensRelations];
const docs = martDocs(all);
/** A relation's part of the Markdown. */
const part = (name: string) => docs.markdown.split(/^## /m).find((text) => text.startsWith(`${name}\n`))!;

describe('the documentation of the mart as Markdown', () => {
  it('has a part for every relation with its grain, key and each column', () => {
    for (const relation of all) {
      const text = part(relation.name);
      expect(text, relation.name).toContain(`- **Grain:** ${relation.grain}`);
      expect(text).toContain(`- **Key:** ${relation.key.map((name) => `\`${name}\``).join(', ') || 'none'}`);
      for (const { name, type } of relation.columns) expect(text).toContain(`| \`${name}\` | ${type} |`);
    }
  });

  it('draws each input as an arrow, and nothing else', () => {
    const arrows = [...docs.markdown.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(
      ([, from, to]) => `${from} ${to}`,
    );
    expect(arrows.sort()).toEqual(
      all.flatMap(({ name, inputs }) => inputs.map((input) => `${input} ${name}`)).sort(),
    );
  });

  it('names the meaning, settings and checks', () => {
    expect(part('orders')).toContain('| `spend` | DECIMAL(38,4) | currency | gross spend |');
    expect(part('periods')).toContain('`fiscal_year_start` (month in which the fiscal year starts, 1 to 12)');
    expect(part('customers')).toContain(
      'unique: customer_id; acquisition_basis is one of: customers_file, first_order',
    );
    expect(part('customer_periods')).toContain('holds exactly: orders of the periods = orders');
    expect(part('orders')).toMatch(/\*\*Read by:\*\* .*\[returns\]|\*\*Read by:\*\* .*\[customer_periods\]/);
  });

  it('explains every setting that a relation reads', () => {
    for (const relation of martRelations)
      for (const name of relation.vars) expect(part(relation.name), name).toContain(`\`${name}\` (`);
  });

  it('follows lineage through whatever stands between', () => {
    const lines =
      '`customer_id`, `order_id`, `has_order_id`, `order_ts`, `amount`, `quantity`, `cost`, `profit`, `is_return`, `is_cancelled`, `product_id`, `category`, `attributes`';
    expect(part('orders')).toContain(
      `- **Comes from:** [order_lines](#order_lines) (${lines}); [products](#products) (\`product_id\`, \`category\`, \`margin_pct\`, \`unit_cost\`, \`valid_from\`); [margins](#margins) (\`category\`, \`margin_pct\`)`,
    );
    const customers = /\*\*Comes from:\*\* (.*)/.exec(part('customers'))![1]!;
    expect([...customers.matchAll(/\[(\w+)\]/g)].map(([, name]) => name)).toEqual([
      'order_lines',
      'customer_records',
      'products',
      'margins',
    ]);
    expect(customers).toContain('`source_system`, `is_visible`, `valid_from`)');
    expect(customers).not.toContain('`file`');
    expect(part('order_lines')).not.toContain('Comes from');
  });

  it('keeps signs in a text from breaking the table', () => {
    const odd: Relation = {
      ...all[0]!,
      name: 'odd',
      grain: 'a | b <script>',
      columns: [{ name: 'x', type: 'VARCHAR', doc: '1 | 2 & <b>' }],
    };
    const { markdown, html } = martDocs([odd]);
    expect(markdown).toContain('| `x` | VARCHAR |  | 1 \\| 2 &amp; &lt;b> |');
    expect(html).toContain('1 | 2 &amp; &lt;b&gt;');
    expect(html).not.toContain('<script');
  });

  it('is the same each time', () => {
    expect(martDocs(all)).toEqual(docs);
  });
});

describe('the documentation of the mart as a page', () => {
  it('needs nothing else: no script, no address, no image', () => {
    expect(docs.html).not.toMatch(/<script|<img|<link|https?:|url\(|@import|javascript:/i);
    expect(docs.html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('closes what it opens, and each link has its target', () => {
    const open: string[] = [];
    for (const [, slash, name, rest] of docs.html.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
      if (['meta', 'br'].includes(name!) || rest!.endsWith('/')) continue;
      if (slash) expect(open.pop()).toBe(name);
      else open.push(name!);
    }
    expect(open).toEqual([]);
    const ids = [...docs.html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of docs.html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('shows every relation and column', () => {
    for (const { name, columns } of all) {
      expect(docs.html).toContain(`<h2 id="${name}">${name}</h2>`);
      for (const column of columns) expect(docs.html).toContain(`<code>${column.name}</code>`);
    }
    expect(docs.html.match(/<path d=/g)).toHaveLength(all.flatMap(({ inputs }) => inputs).length);
  });
});

describe('the layout of the graph', () => {
  const graph = fc
    .integer({ min: 0, max: 25 })
    .chain((n) =>
      fc.tuple(
        ...Array.from({ length: n }, (_, i) => fc.subarray(Array.from({ length: i }, (_, k) => `n${k}`))),
      ),
    )
    .map((inputs) => inputs.map((names, i) => ({ name: `n${i}`, inputs: names })));

  it('goes from left to right, and no two nodes touch', () => {
    fc.assert(
      fc.property(graph, (nodes) => {
        const { nodes: placed, edges, width, height } = layoutGraph(nodes);
        expect(placed).toHaveLength(nodes.length);
        expect(edges).toHaveLength(nodes.flatMap(({ inputs }) => inputs).length);
        for (const { points } of edges)
          for (let i = 1; i < points.length; i++) expect(points[i]!.x).toBeGreaterThan(points[i - 1]!.x);
        for (const [i, a] of placed.entries()) {
          expect(a.x + a.width).toBeLessThanOrEqual(width);
          expect(a.y + a.height).toBeLessThanOrEqual(height);
          for (const b of placed.slice(i + 1))
            expect(
              a.x === b.x ? Math.abs(a.y - b.y) >= a.height : a.x + a.width < b.x || b.x + b.width < a.x,
            ).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('draws an empty list', () => {
    expect(layoutGraph([])).toMatchObject({ nodes: [], edges: [] });
    expect(martDocs([]).html).toContain('</html>');
  });
});
