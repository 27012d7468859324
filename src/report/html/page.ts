import { createHash } from 'node:crypto';
import type { Note, Result } from '../../common/result.js';
import { checkLine, checkSummary } from '../checks.js';
import type { DrawThreads } from '../figures/draw-figures.js';
import { sectionsOf } from '../sections.js';
import { figureMarkups } from './figures.js';
import { originMarkup } from './origin.js';
import { type PageSection, pageSection } from './section.js';
import { pageStyle } from './style.js';
import { html, Markup, nothing } from './template.js';

/**
 * The result as one HTML page that needs nothing else: no network, no scripts, charts as SVG in light and dark,
 * the answers first, each chart above its table. All data is escaped, and the page's own policy forbids the rest.
 */
export async function renderHtml(result: Result, threads: DrawThreads = {}): Promise<string> {
  const drawn = await figureMarkups(result, threads);
  const sections = sectionsOf(result).map((section, place) => pageSection(result, section, place, drawn));
  const style = pageStyle();
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="clv ${result.version}">
<title>${result.headline}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<p class="quiet">${result.command}</p>
<h1>${result.headline}</h1>
</header>
<div class="page">
${contents(result, sections)}<main id="main" tabindex="-1">
${failures(result)}${answers(result)}${notes('warnings', 'Warnings', result.warnings)}${sections.map(({ markup }) => markup)}${notes('notes', 'Notes', result.notes)}${originMarkup(result)}</main>
</div>
<footer><p class="quiet">Made by clv ${result.version}. Every number here is in <code>--format json</code> and <code>--format csv</code> as well.</p></footer>
</body>
</html>
`;
  return page.text;
}

/** Nothing may be loaded, run or sent; the one style is named by its hash. */
function policy(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

function contents(result: Result, sections: readonly PageSection[]): Markup {
  const before = [
    ...(result.answers.length > 0 ? [html`<li><a href="#answers">In two minutes</a></li>\n`] : []),
    ...(result.warnings.length > 0 ? [html`<li><a href="#warnings">Warnings</a></li>\n`] : []),
  ];
  const after = [
    ...(result.notes.length > 0 ? [html`<li><a href="#notes">Notes</a></li>\n`] : []),
    html`<li><a href="#origin">Checks and origin</a></li>\n`,
  ];
  const items = sections.map(({ id, title, tables }) => {
    const inner = tables.map((table) => html`<li><a href="#${table.id}">${table.title}</a></li>\n`);
    return html`<li><a href="#${id}">${title}</a><ul>${inner}</ul></li>\n`;
  });
  return html`<nav aria-labelledby="contents">
<h2 id="contents">Contents</h2>
<ul>
${before}${items}${after}</ul>
</nav>
`;
}

function failures({ identities }: Result): Markup {
  const failed = identities.filter(({ holds }) => !holds);
  if (failed.length === 0) return nothing;
  const items = failed.map((identity) => html`<li>${checkLine(identity)}</li>\n`);
  return html`<section class="failed" aria-labelledby="failed">
<h2 id="failed">${checkSummary(identities)}</h2>
<p>These totals should be equal and are not: don't rely on this report.</p>
<ul>${items}</ul>
</section>
`;
}

function answers(result: Result): Markup {
  if (result.answers.length === 0) return nothing;
  const items = result.answers.map(
    ({ question, answer }) => html`<dt>${question}</dt><dd>${unbroken(answer)}</dd>\n`,
  );
  return html`<section id="answers" aria-labelledby="answers-title">
<h2 id="answers-title">In two minutes</h2>
<dl>
${items}</dl>
</section>
`;
}

/** A percentage in one piece: no line ends between the number and its sign. */
function unbroken(text: string): string {
  return text.replaceAll(/(\d) %/g, '$1\u00a0%');
}

function notes(id: string, title: string, list: readonly Note[]): Markup {
  if (list.length === 0) return nothing;
  const items = list.map(
    ({ code, text }) => html`<li>${unbroken(text)} <code class="quiet">${code}</code></li>\n`,
  );
  return html`<section id="${id}" class="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<ul>
${items}</ul>
</section>
`;
}
