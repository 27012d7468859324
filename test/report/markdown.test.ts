import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutUnknown } from '../../src/report/cells.js';
import { escapeMarkdown, renderMarkdown } from '../../src/report/markdown.js';
import { anyResult } from './any-result.js';
import { expectGolden } from './golden.js';
import { sampleResult } from './sample-result.js';

describe('renderMarkdown', () => {
  it('looks as it should', () => {
    expectGolden('report.md', renderMarkdown(sampleResult));
  });

  it('makes markup in data harmless', () => {
    expect(escapeMarkdown('a | b <b> *c* _d_ `e` [f](x) \\ & # g')).toBe(
      'a \\| b &lt;b&gt; \\*c\\* \\_d\\_ \\`e\\` \\[f\\](x) \\\\ &amp; # g',
    );
    expect(['# x', '- x', '+ x', '1. x', '12) x', '-5.00', '#1'].map(escapeMarkdown)).toEqual([
      '\\# x',
      '\\- x',
      '\\+ x',
      '1\\. x',
      '12\\) x',
      '-5.00',
      '#1',
    ]);
    expect(escapeMarkdown('a\r\nb')).toBe('a␍␊b');
    expect(escapeMarkdown('https://evil.example')).not.toContain('://');
  });

  it('cuts a table of many rows and says so', () => {
    const table = sampleResult.tables[2]!;
    const rows = Array.from({ length: 1234 }, () => table.rows[0]!);
    const text = renderMarkdown({ ...sampleResult, tables: [{ ...table, rows }] });
    expect(text).toContain('*First 200 of 1,234 rows; all of them: `--format csv --table histogram`.*');
    expect(text.split('\n').filter((line) => line.startsWith('| spend'))).toHaveLength(200);
  });

  it('names a failed identity with both sides', () => {
    const failed = { ...sampleResult.identities[0]!, right: '768240.74', holds: false };
    const text = renderMarkdown({ ...sampleResult, identities: [failed] });
    expect(text).toContain(
      '- **Failed:** profit of the deciles = profit of the period: left 768,240.75 ≠ right 768,240.74, tolerance 0.01',
    );
    expect(text).not.toContain('identities hold');
  });

  it('law: every line of a pipe table has one cell a column', () => {
    fc.assert(
      fc.property(anyResult, (any) => {
        const tables = any.tables.map((table) => ({ ...table, layout: 'table' as const }));
        const result = { ...any, tables };
        const widths = result.tables
          .filter(({ rows }) => rows.length > 0)
          .map((table) => withoutUnknown(table).columns.length);
        const lines = renderMarkdown(result)
          .split('\n')
          .filter((line) => line.startsWith('| '));
        const counts = lines.map(
          (line) => line.replaceAll('\\\\', '').replaceAll('\\|', '').split('|').length - 2,
        );
        expect([...new Set(counts)].sort()).toEqual([...new Set(widths)].sort());
        expect(lines).toHaveLength(
          result.tables.reduce((sum, { rows }) => sum + (rows.length === 0 ? 0 : rows.length + 2), 0),
        );
      }),
      { numRuns: 100 },
    );
  });
});
