import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayText } from '../../src/report/cells.js';
import { renderHtml } from '../../src/report/html/page.js';
import { elementId, html } from '../../src/report/html/template.js';
import { anyResult } from './any-result.js';
import { bigResult } from './big-result.js';
import { expectGolden } from './golden.js';
import { sampleResult } from './sample-result.js';

/** Without charts: their bytes are the chart library's. */
const plain = { ...sampleResult, figures: [] };

describe('renderHtml', () => {
  it('looks as it should', async () => {
    const page = await renderHtml(plain);
    expectGolden(
      'report.html',
      page.replace(/<style>[\s\S]*<\/style>/, '<style></style>').replace(/sha256-[^&]+/, ''),
    );
  });

  it('needs nothing from outside and allows nothing but its own style', async () => {
    const page = await renderHtml(sampleResult);
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;;`);
    expect(page.match(/<(script|img|link|iframe|object|base)\b/g)).toBeNull();
    expect(page.match(/(?:src|href)="(?!#)[^"]*"/g)).toBeNull();
    expect(page.match(/url\((?!#)/g)).toBeNull();
    expect(page.match(/<[^>]+ style="/g)).toBeNull();
  });

  it('is the same each time, with no id twice and no link into nothing', async () => {
    const page = await renderHtml(sampleResult);
    expect(await renderHtml(sampleResult)).toBe(page);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    for (const [, list] of page.matchAll(/aria-labelledby="([^"]+)"/g)) {
      for (const id of list!.split(' ')) expect(ids).toContain(id);
    }
  });

  it('warns first of all when totals do not agree', async () => {
    const failed = { ...sampleResult.identities[0]!, right: '768240.74', holds: false };
    const page = await renderHtml({ ...plain, identities: [failed] });
    expect(page).toContain('1 of 1 identity fails');
    expect(page.indexOf('class="failed"')).toBeLessThan(page.indexOf('In two minutes</h2>'));
    expect(await renderHtml(plain)).not.toContain('class="failed"');
  });

  it('cuts long tables, says so, and keeps a big audit under 3 MB', async () => {
    const page = await renderHtml(bigResult());
    expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
    expect(
      page.match(/First 100 of 1,000 rows; all of them: <code>--format csv --table table-\d+<\/code>/g),
    ).toHaveLength(40);
    expect(page.match(/<summary>Table of 1,000 rows<\/summary>/g)).toHaveLength(40);
  });

  it('law: data never becomes markup, and every number is there as the other formats show it', async () => {
    await fc.assert(
      fc.asyncProperty(anyResult, async (result) => {
        const page = await renderHtml(result);
        const names = new Set(
          [...page.replace(/<style>[\s\S]*?<\/style>/, '').matchAll(/<\/?([a-zA-Z!][^\s>]*)/g)].map(
            (match) => match[1]!,
          ),
        );
        for (const name of names) expect(ELEMENTS).toContain(name);
        for (const table of result.tables) {
          for (const column of table.columns) {
            if (column.type !== 'money' && column.type !== 'share' && column.type !== 'number') continue;
            for (const row of table.rows) {
              const cell = row[column.id] ?? null;
              if (cell === null) continue;
              expect(page).toContain(`>${displayText(column, cell)}<`);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('html', () => {
  it('escapes values and keeps markup', () => {
    const inner = html`<b>${'<i> & "q" \u001b'}</b>`;
    expect(html`${[inner, inner]}${7}`.text).toBe(
      '<b>&lt;i&gt; &amp; &quot;q&quot; ␛</b><b>&lt;i&gt; &amp; &quot;q&quot; ␛</b>7',
    );
    expect(elementId('table', '"> x', 3)).toBe('table-3--x');
  });
});

const ELEMENTS = [
  ...[
    '!doctype',
    'html',
    'head',
    'meta',
    'title',
    'style',
    'body',
    'header',
    'footer',
    'main',
    'nav',
    'section',
  ],
  ...[
    'article',
    'div',
    'h1',
    'h2',
    'h3',
    'p',
    'a',
    'ul',
    'li',
    'dl',
    'dt',
    'dd',
    'code',
    'span',
    'data',
    'bdi',
  ],
  ...['details', 'summary', 'table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td', 'svg', 'rect'],
];
