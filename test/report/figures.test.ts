import { describe, expect, it } from 'vitest';
import type { Figure, Result, Row, Table } from '../../src/common/result.js';
import { paletteOf, rolesOf, seriesColor } from '../../src/report/figures/palette.js';
import { renderFigurePng } from '../../src/report/figures/png.js';
import { figureHeight, renderFigureSvg, renderPageFigure } from '../../src/report/figures/svg.js';
import { heatMatrix } from '../../src/report/heat-matrix.js';
import { heatScale } from '../../src/report/heat-scale.js';
import { sampleResult } from './sample-result.js';

const size = { width: 720, height: 360, theme: 'light' } as const;

function figure(id: string): Figure {
  return sampleResult.figures.find((one) => one.id === id)!;
}

function withTable(rows: readonly Row[], changes: Partial<Figure> & Pick<Figure, 'kind'>): [Result, Figure] {
  const table: Table = {
    id: 't',
    title: 'T',
    section: 'S',
    columns: [
      { id: 'name', title: 'Name', type: 'text' },
      { id: 'amount', title: 'Amount', type: 'money', unit: 'EUR' },
      { id: 'n', title: 'N', type: 'count' },
    ],
    rows,
  };
  const made: Figure = {
    id: 'f',
    title: 'F',
    table: 't',
    x: 'name',
    y: ['amount'],
    xLabel: 'name',
    yLabel: 'amount',
    alternative: 'A',
    ...changes,
  };
  return [{ ...sampleResult, tables: [table], figures: [made] }, made];
}

interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Bars of one colour, as drawn. */
function bars(svg: string, color: string): readonly Drawn[] {
  const number = '([-\\d.]+?)';
  const bar = new RegExp(`M${number} ?${number}h${number}v${number}h[-\\d.]+z`, 'g');
  return [...svg.matchAll(/<path d="([^"]*)"[^>]*fill="(#\w+)"/g)]
    .filter(([, , fill]) => fill === color)
    .flatMap(([, data]) => [...data!.matchAll(bar)])
    .map((match) => match.slice(1).map(Number))
    .map(([x, y, width, height]) => ({ x: x!, y: y!, width: Math.abs(width!), height: Math.abs(height!) }));
}

describe('renderFigureSvg', () => {
  it.each(sampleResult.figures.map(({ id }) => id))(
    '%s: same bytes each time, described, without styles or broken numbers',
    async (id) => {
      const first = await renderFigureSvg(sampleResult, figure(id), size);
      await renderFigureSvg(sampleResult, figure('profit-by-decile'), { ...size, theme: 'dark' });
      expect(await renderFigureSvg(sampleResult, figure(id), size)).toBe(first);
      expect(first).toMatch(
        /^<svg [^>]*viewBox="0 0 720 360"[^>]* role="img" aria-labelledby="[\w-]+-title [\w-]+-desc"/,
      );
      expect(first).toContain(`<desc id="${id}-desc">`);
      expect(first).not.toMatch(/NaN|undefined|Infinity|<style|style=|class=|ecmeta|zr\d/);
    },
  );

  it('draws bars as long as their values', async () => {
    const svg = await renderFigureSvg(sampleResult, figure('profit-by-decile'), size);
    const heights = bars(svg, paletteOf('light').series[0]!).map(({ height }) => height);
    const shares = sampleResult.tables[1]!.rows.map((row) => row.share_profit as number);
    expect(heights).toHaveLength(10);
    for (const [index, share] of shares.entries()) {
      expect(heights[index]! / heights[0]!).toBeCloseTo(share / shares[0]!, 2);
    }
    expect(svg).toContain('>40.3 %<');
  });

  it('draws neither rows that it leaves out nor names that would touch', async () => {
    const months = Array.from({ length: 13 }, (_, i) => `2010-${String(i + 10)}`);
    const [result, made] = withTable(
      months.map((name, n) => ({ name, amount: '1.00', n })),
      { kind: 'stacked-bar', without: { name: '2010-22' } },
    );
    const svg = await renderFigureSvg(result, made, size);
    const shown = [...svg.matchAll(/>(2010-\d\d)</g)].map(([, name]) => name);
    expect(shown).toContain('2010-10');
    expect(shown).not.toContain('2010-22');
    expect(shown).toHaveLength(6);
  });

  it('lays bars down where names are long, and shows the numbers of the table at their ends', async () => {
    const rows = [
      { name: 'a segment with a long name <b>', amount: '900000.00' },
      { name: 'another <i>', amount: '300000.50' },
      { name: 'zr0-c0 url(#zr0-c0)', amount: null },
    ];
    const [result, made] = withTable(rows, { kind: 'bar' });
    const svg = await renderFigureSvg(result, made, { ...size, width: 350 });
    expect(svg).toContain('>900,000.00<');
    expect(svg).toContain('&lt;i&gt;');
    expect(svg).not.toMatch(/<[bi]>/);
    const [long, short] = bars(svg, paletteOf('light').series[0]!);
    expect(long!.width / short!.width).toBeCloseTo(900000 / 300000.5, 1);
  });

  it.each([
    ['upright', ['a', 'b']],
    ['lying', ['a segment with a long name, and more of it', 'another one with a long name, and more of it']],
  ])('draws the interval of a bar as a line over its end: %s', async (_, names) => {
    const rows = names.map((name, i) => ({ name, amount: '200.00', n: i, low: 100, high: 260 }));
    const [made, figureOf] = withTable(rows, { kind: 'bar', interval: { low: 'low', high: 'high' } });
    const svg = await renderFigureSvg(made, figureOf, { ...size, width: 400 });
    const bare = await renderFigureSvg(made, { ...figureOf, interval: { low: 'no', high: 'no' } }, size);
    const lines = (text: string) =>
      [...text.matchAll(/<path d="([^"]*)"[^>]*stroke-width="1.5"/g)]
        .flatMap(([, data]) => [...data!.matchAll(/M[-\d. ]+[hv]([-\d.]+)/g)])
        .map(([, length]) => Math.abs(Number(length)));
    expect(lines(bare)).toHaveLength(0);
    const drawn = bars(svg, paletteOf('light').series[0]!);
    const length = Math.max(...drawn.map(({ width, height }) => (names[0]!.length > 1 ? width : height)));
    expect(lines(svg)).toHaveLength(2);
    for (const line of lines(svg)) expect(line / length).toBeCloseTo(0.8, 1);
  });

  it('lets a waterfall start each change where the last one ended', async () => {
    const svg = await renderFigureSvg(sampleResult, figure('why-profit-changed'), size);
    const { up, down, total } = paletteOf('light');
    for (const color of [total, up, down]) expect(bars(svg, color)).toHaveLength(2);
    expect(svg).toContain('>+88,020.25<');
    expect(svg).toContain('>701,010.10<');
  });

  it('draws what is taken away below zero', async () => {
    const rows = [
      { name: 'a', amount: '30.00', n: 10 },
      { name: 'b', amount: '20.00', n: 20 },
    ];
    const [result, made] = withTable(rows, { kind: 'stacked-bar', y: ['amount', 'n'] });
    const { series } = paletteOf('light');
    const tops = async (figure: Figure) => {
      const svg = await renderFigureSvg({ ...result, figures: [figure] }, figure, size);
      return series.slice(0, 2).map((color) => bars(svg, color).map(({ y }) => y));
    };
    const [added, more] = await tops(made);
    expect(more!.at(-1)!).toBeLessThan(added!.at(-1)!);
    const [kept, taken] = await tops({ ...made, minus: ['n'] });
    expect(taken!.at(-1)!).toBeGreaterThanOrEqual(kept!.at(-1)!);
  });

  it('shows words for codes, names single points, and ticks whole numbers alone', async () => {
    const [result] = withTable(
      [
        { name: 'only_first', amount: '5.00', n: 0 },
        { name: 'b', amount: '7.00', n: 2 },
      ],
      {
        kind: 'bar',
      },
    );
    const table = result.tables[0]!;
    const [name, ...others] = table.columns;
    const worded = {
      ...result,
      tables: [{ ...table, columns: [{ ...name!, words: { only_first: 'in the first alone' } }, ...others] }],
    };
    const bar = result.figures[0]!;
    expect(await renderFigureSvg(worded, bar, size)).toContain('>in the first alone<');
    const points = { ...bar, kind: 'scatter', x: 'n', series: 'name' } as const;
    expect(await renderFigureSvg(worded, points, size)).toContain('>in the first alone<');
    const line = await renderFigureSvg(worded, { ...bar, kind: 'line', x: 'n' }, size);
    expect(line.match(/>[\d.]+</g)).toEqual(expect.arrayContaining(['>0<', '>1<', '>2<']));
    expect(line).not.toContain('>0.5<');
  });

  it('says when it does not draw every row', async () => {
    const rows = Array.from({ length: 2500 }, (_, n) => ({ name: 'x', amount: `${n}.00`, n }));
    const [result, made] = withTable(rows, { kind: 'scatter', x: 'n' });
    expect(await renderFigureSvg(result, made, size)).toContain('Drawn are the first 2000 of 2500 rows.');
  });

  it.each(['bar', 'line', 'stacked-bar', 'heatmap', 'waterfall', 'histogram', 'scatter'] as const)(
    'draws a %s of no rows, of one row and of missing values',
    async (kind) => {
      const row = { name: '<x>', amount: '1.00', n: 1 };
      for (const rows of [[], [row], [{ name: null, amount: null, n: null }, row]]) {
        const [result, made] = withTable(rows, { kind, x: kind === 'histogram' ? 'n' : 'name' });
        const svg = await renderFigureSvg(result, made, size);
        expect(svg).toMatch(/<\/svg>\n$/);
        expect(svg).not.toMatch(/NaN|undefined|<x>/);
      }
    },
  );

  it.each(['line', 'stacked-bar', 'scatter', 'heatmap'] as const)(
    'takes any name as data: %s',
    async (kind) => {
      const names = ['__proto__', 'constructor', 'zr0-c0" onload="x', '{b}', '\u001b[31m', '{a|b}', ''];
      const rows = names.map((name, n) => ({ name, amount: `${n}.00`, n }));
      const [result, made] = withTable(rows, { kind, x: 'n', series: 'name' });
      const svg = await renderFigureSvg(result, made, size);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
      expect(svg).not.toMatch(/NaN| onload="x|\u001b/);
      for (const shown of ['__proto__', 'constructor', '{b}', '{a|b}']) expect(svg).toContain(`>${shown}<`);
    },
  );

  it('refuses a figure that names what is not there', async () => {
    const [result, made] = withTable([], { kind: 'bar' });
    await expect(renderFigureSvg(result, { ...made, table: 'gone' }, size)).rejects.toThrow('table "gone"');
    await expect(renderFigureSvg(result, { ...made, x: 'gone' }, size)).rejects.toThrow('column "gone"');
  });
});

describe('renderPageFigure', () => {
  it('names every colour of ours by its role, and all ids by its own', async () => {
    for (const one of sampleResult.figures) {
      const svg = await renderPageFigure(sampleResult, one, { width: 350, height: 300, id: 'here' });
      expect(
        svg.match(/(?:fill|stroke)="#[0-9a-f]{6}"/g)?.filter((use) => !/#000000/.test(use)) ?? [],
      ).toEqual([]);
      for (const [, id] of svg.matchAll(/ id="([^"]+)"/g)) expect(id).toMatch(/^here-/);
    }
  });

  it('grows with its rows', () => {
    const rows = Array.from({ length: 20 }, (_, n) => ({ name: `${n}`, amount: '1.00', n }));
    const [result, made] = withTable(rows, { kind: 'waterfall' });
    expect(figureHeight(result, made, 350)).toBe(700);
    const stacked = { ...made, kind: 'stacked-bar', series: 'name' } as const;
    expect(figureHeight(result, stacked, 350)).toBe(300 + 12 + 8 + 2 * 24);
    expect(figureHeight(sampleResult, figure('active-by-age'), 350)).toBe(360);
    expect(figureHeight(sampleResult, figure('lorenz-curve'), 350)).toBe(300);
  });
});

describe('renderFigurePng', () => {
  it('gives a picture of the size that was asked for', async () => {
    const png = Buffer.from(
      await renderFigurePng(sampleResult, figure('lorenz-curve'), { ...size, scale: 1 }),
    );
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([720, 360]);
  });
});

describe('palettes', () => {
  it.each(['light', 'dark'] as const)('%s: no colour twice, and readable', (theme) => {
    const palette = paletteOf(theme);
    const colors = rolesOf(palette).map(([, color]) => color);
    expect(new Set(colors).size).toBe(colors.length);
    for (const color of [...palette.series, palette.up, palette.down, palette.total]) {
      expect(contrast(color, palette.paper), color).toBeGreaterThan(3);
    }
    for (const ink of [palette.ink, palette.quiet])
      expect(contrast(ink, palette.paper), ink).toBeGreaterThan(4.5);
    for (const [step, color] of palette.heat.entries()) {
      expect(contrast(palette.heatInk[step]!, color), color).toBeGreaterThan(4.5);
    }
  });

  it('goes from the first colour of the ramp to the last where there are many series', () => {
    const palette = paletteOf('light');
    expect(seriesColor(palette, 1, 3)).toBe(palette.series[1]);
    expect(seriesColor(palette, 0, 9)).toBe(palette.ramp[0]);
    expect(seriesColor(palette, 8, 9)).toBe(palette.ramp.at(-1));
    expect(seriesColor(palette, 13, 30)).toBe(palette.ramp[5]);
    expect(seriesColor(palette, 29, 30)).toBe(palette.ramp.at(-1));
  });
});

describe('heat', () => {
  it('steps evenly between the bulk of the values, whatever lies outside', () => {
    const scale = heatScale([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(scale.bounds.map((bound) => Number(bound.toFixed(2)))).toEqual([2.3, 4.1, 5.9, 7.7]);
    expect([-5, 0, 2.3, 5, 8, 1000].map(scale.step)).toEqual([0, 0, 1, 2, 4, 4]);
    expect(heatScale([7, 7]).step(7)).toBe(0);
    expect(heatScale([]).bounds).toEqual([0, 0, 0, 0]);
  });

  it('pivots rows, or takes a table that is a matrix already', () => {
    const { down, across, cells } = heatMatrix(sampleResult.tables[3]!, figure('active-by-age'));
    expect([down.length, across.length]).toEqual([8, 8]);
    expect(cells[1]![0]!.cell).toBe(1);
    expect(cells[7]![1]).toBeUndefined();
    const [result, made] = withTable([{ name: 'a', amount: '1.00', n: 2 }], {
      kind: 'heatmap',
      y: ['amount', 'n'],
    });
    const matrix = heatMatrix(result.tables[0]!, made);
    expect(matrix.across.map(({ cell }) => cell)).toEqual(['Amount', 'N']);
    expect(matrix.cells.map((line) => line.map((cell) => cell?.cell))).toEqual([['1.00', 2]]);
  });
});

/** Contrast of two colours, WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
