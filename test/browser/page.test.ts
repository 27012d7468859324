import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html/page.js';
import { bigResult } from '../report/big-result.js';
import { sampleResult } from '../report/sample-result.js';
import { launch, openPage, present, SHOTS, skipped } from './chromium.js';
import {
  barriers,
  clippedTexts,
  focused,
  hostileTraces,
  onShow,
  printed,
  scrollWidth,
  unreachable,
} from './in-page.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe.skipIf(!present)(`the page in a browser${skipped}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    writeFileSync(`${SHOTS}sample.html`, await renderHtml(sampleResult));
    writeFileSync(`${SHOTS}big.html`, await renderHtml(bigResult()));
    browser = await launch();
  });

  afterAll(() => browser?.close());

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    it.each([1280, 390])(
      'at %i pixels: no error, no request, nothing beyond an edge, no barrier',
      async (width) => {
        const { page, troubles } = await openPage(browser, 'sample', width, colorScheme);
        expect(await page.evaluate(scrollWidth)).toBeLessThanOrEqual(width);
        expect(await page.evaluate(onShow)).toBe(sampleResult.figures.length);
        expect(await page.evaluate(clippedTexts)).toEqual([]);
        await page.screenshot({ path: `${SHOTS}sample-${width}-${colorScheme}.png`, fullPage: true });
        await page.evaluate(readFileSync(AXE, 'utf8'));
        const { found, passed } = await page.evaluate(barriers);
        expect(found).toEqual([]);
        expect(passed).toBeGreaterThan(15);
        expect(troubles).toEqual([]);
        await page.close();
      },
    );
  });

  it('makes data harmless: no element, handler or script comes out of it', async () => {
    const { page } = await openPage(browser, 'sample', 1280, 'light');
    expect(await page.evaluate(hostileTraces)).toEqual({ elements: 0, attributes: 0, shown: true });
    await page.close();
  });

  it('is usable with the keyboard: the skip link first; every scrolling table can be reached', async () => {
    const { page } = await openPage(browser, 'sample', 390, 'light');
    await page.keyboard.press('Tab');
    expect((await page.evaluate(focused)).text).toBe('Skip to the report');
    await page.keyboard.press('Enter');
    expect((await page.evaluate(focused)).id).toBe('main');
    expect(await page.evaluate(unreachable)).toBe(0);
    await page.close();
  });

  it('prints folded tables open, on light paper, with whole charts', async () => {
    const { page } = await openPage(browser, 'sample', 1280, 'dark');
    const pdf = await page.pdf({ path: `${SHOTS}sample.pdf`, format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const { rows, tallest, ...rest } = await page.evaluate(printed);
    expect(rest).toEqual({ paper: 'rgb(255, 255, 255)', charts: ['avoid'], hiddenRows: 0 });
    expect(rows).toBeGreaterThan(50);
    expect(tallest).toBeGreaterThan(0);
    await page.close();
  });

  it('opens a big audit as well', async () => {
    const { page, troubles } = await openPage(browser, 'big', 390, 'light');
    expect(await page.evaluate(scrollWidth)).toBeLessThanOrEqual(390);
    expect(await page.evaluate(clippedTexts)).toEqual([]);
    expect(troubles).toEqual([]);
    await page.close();
  });
});
