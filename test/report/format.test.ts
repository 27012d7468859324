import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../src/report/csv.js';
import { FORMATS, renderResult } from '../../src/report/format.js';
import { renderHtml } from '../../src/report/html/page.js';
import { renderJson } from '../../src/report/json.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { renderTerminal } from '../../src/report/terminal/terminal.js';
import { sampleResult } from './sample-result.js';

const look = { width: 80, color: false, wide: false };

describe('renderResult', () => {
  it('gives each format to its renderer', async () => {
    const texts = await Promise.all(
      FORMATS.map(async (format) => (await renderResult(sampleResult, { ...look, format })).text),
    );
    expect(texts).toEqual([
      renderTerminal(sampleResult, look),
      renderCsv(sampleResult),
      renderJson(sampleResult),
      renderMarkdown(sampleResult),
      await renderHtml(sampleResult),
    ]);
  });

  it('tells which tables a CSV leaves out, and nothing otherwise', async () => {
    const csv = await renderResult(sampleResult, { ...look, format: 'csv' });
    expect(csv.notes.map(({ code }) => code)).toEqual(['REPORT_CSV_ONE_TABLE']);
    const one = await renderResult(sampleResult, { ...look, format: 'csv', table: 'deciles' });
    expect(one).toEqual({ text: renderCsv(sampleResult, 'deciles'), notes: [] });
    expect((await renderResult(sampleResult, { ...look, format: 'json' })).notes).toEqual([]);
  });

  it.each(FORMATS)('shows one table alone as %s', async (format) => {
    const { text } = await renderResult(sampleResult, { ...look, format, table: 'attribution' });
    expect(text).toMatch(/-31,?250\.50/);
    expect(text).not.toContain('688002.27');
    expect(text).not.toContain('688,002.27');
    await expect(renderResult(sampleResult, { ...look, format, table: 'x' })).rejects.toThrow('no table "x"');
  });
});
