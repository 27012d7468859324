import type { RelationDoc } from './describe.js';
import { escapeHtml as e } from './escape.js';
import { graphSvg } from './graph-svg.js';
import { pageStyle } from './style.js';

/** The dictionary as one page: no script, nothing from the network. */
export function docsHtml(described: readonly RelationDoc[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The relations of the mart</title>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#relations">Skip to the relations</a>
<header>
<h1>The relations of the mart</h1>
<p>Each relation is one table: one <code>select</code>, with a grain, a key, inputs and checks. In the drawing a relation reads those to its left that a line comes from.</p>
<p class="legend"><span class="source">source</span><span class="order">order: recomputed for touched orders</span><span class="customer">customer: recomputed for touched customers</span><span class="day">day: recomputed for days with touched orders</span><span class="global">global: rebuilt whole</span></p>
</header>
<div class="scroll" tabindex="0" role="region" aria-label="Graph of the relations">
${graphSvg(described)}
</div>
<nav aria-label="Relations">
<ul>
${described.map(({ relation }) => `<li>${link(relation.name)}</li>`).join('\n')}
</ul>
</nav>
<main id="relations">
${described.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function section({ relation, scope, readBy, vars, checks, lineage }: RelationDoc): string {
  const facts: [string, string][] = [
    ['Grain', e(relation.grain)],
    ['Key', codes(relation.key) || 'none'],
    ['Scope', e(scope)],
    ['Kept as', relation.scope === 'source' ? 'table' : relation.materialized],
    ['Reads', relation.inputs.map(link).join(', ') || 'nothing'],
    ['Read by', readBy.map(link).join(', ') || 'reports'],
    [
      'Settings',
      vars.map(({ name, doc }) => `<code>${e(name)}</code>${doc ? ` (${e(doc)})` : ''}`).join('<br>') ||
        'none',
    ],
    ['Checks', checks.map(e).join('<br>') || 'none'],
  ];
  if (relation.scope !== 'source')
    facts.push([
      'Comes from',
      lineage.map(({ table, columns }) => `${link(table)} (${codes(columns) || 'rows only'})`).join('<br>') ||
        'nothing but settings',
    ]);
  return `<section aria-labelledby="${e(relation.name)}">
<h2 id="${e(relation.name)}">${e(relation.name)}</h2>
<p>${e(relation.doc)}</p>
<dl>
${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('\n')}
</dl>
<div class="scroll" tabindex="0" role="region" aria-label="Columns of ${e(relation.name)}">
<table>
<caption>Columns of ${e(relation.name)}</caption>
<thead><tr><th scope="col">column</th><th scope="col">type</th><th scope="col">unit</th><th scope="col">meaning</th></tr></thead>
<tbody>
${relation.columns
  .map(
    ({ name, type, unit, doc }) =>
      `<tr><th scope="row"><code>${e(name)}</code></th><td class="type">${e(type)}</td><td>${e(unit ?? '')}</td><td>${e(doc)}</td></tr>`,
  )
  .join('\n')}
</tbody>
</table>
</div>
</section>`;
}

function link(name: string): string {
  return `<a href="#${e(name)}">${e(name)}</a>`;
}

function codes(names: readonly string[]): string {
  return names.map((name) => `<code>${e(name)}</code>`).join(', ');
}
