import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clv } from '../cli/in-process.js';
import { launch, openPage, present, SHOTS, skipped } from './chromium.js';
import {
  barriers,
  clippedTexts,
  crowdedTexts,
  onShow,
  printed,
  scrollHeight,
  scrollToSection,
  scrollWidth,
  unreachable,
} from './in-page.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PICTURE = fileURLToPath(new URL('../../samples/audit-page.png', import.meta.url));
const SAMPLES = [
  ...['--orders', 'samples/orders.csv', '--customers', 'samples/customers.csv'],
  ...['--products', 'samples/products.csv'],
];

describe.skipIf(!present)(`the page of clv audit all on the samples in a browser${skipped}`, () => {
  let browser: Browser;
  let figures: number;

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    const { code, out, err } = await clv(
      ['audit', 'all', ...SAMPLES, '--html', `${SHOTS}audit.html`, '--format', 'json'],
      { cwd: ROOT },
    );
    expect(code, err).toBe(0);
    figures = JSON.parse(out).figures.length;
    expect(figures).toBeGreaterThan(30);
    browser = await launch();
  });

  afterAll(() => browser?.close());

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    it.each([1280, 390])(
      'at %i pixels: no error, no request, every chart on show, no name cut or crowded, no barrier',
      async (width) => {
        const { page, troubles } = await openPage(browser, 'audit', width, colorScheme);
        expect(await page.evaluate(scrollWidth)).toBeLessThanOrEqual(width);
        expect(await page.evaluate(onShow)).toBe(figures);
        expect(await page.evaluate(clippedTexts)).toEqual([]);
        expect(await page.evaluate(crowdedTexts)).toEqual([]);
        expect(await page.evaluate(unreachable)).toBe(0);
        await shoot(page, `${SHOTS}audit-${width}-${colorScheme}`, width);
        await page.evaluate(readFileSync(AXE, 'utf8'));
        const { found, passed } = await page.evaluate(barriers);
        expect(found).toEqual([]);
        expect(passed).toBeGreaterThan(15);
        expect(troubles).toEqual([]);
        await page.close();
      },
    );
  });

  it('prints whole charts on light paper', async () => {
    const { page } = await openPage(browser, 'audit', 1280, 'dark');
    const pdf = await page.pdf({ path: `${SHOTS}audit.pdf`, format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    // A4 less its margins of 16 mm, at 96 pixels an inch.
    await page.setViewportSize({ width: 673, height: 1002 });
    const { rows, tallest, ...rest } = await page.evaluate(printed);
    expect(rest).toEqual({ paper: 'rgb(255, 255, 255)', charts: ['avoid'], hiddenRows: 0 });
    expect(rows).toBeGreaterThan(500);
    expect(tallest, 'a chart taller than a sheet would be cut').toBeLessThan(1002);
    await page.close();
  });

  it('is pictured in the README; UPDATE_DOCS=1 takes the picture', async () => {
    expect(readFileSync(`${ROOT}README.md`, 'utf8')).toContain('](samples/audit-page.png)');
    if (process.env.UPDATE_DOCS === '1') {
      const { page } = await openPage(browser, 'audit', 1280, 'light');
      await page.setViewportSize({ width: 1280, height: 1300 });
      await page.evaluate(scrollToSection, 9);
      await page.screenshot({ path: PICTURE });
      await page.close();
    }
    expect(existsSync(PICTURE)).toBe(true);
    expect(readFileSync(PICTURE).length).toBeLessThan(300_000);
  });
});

/** The whole page in pictures of at most 8,000 pixels of height each, which is what a browser draws at once. */
async function shoot(page: Page, name: string, width: number): Promise<void> {
  const whole = await page.evaluate(scrollHeight);
  for (let y = 0; y < whole; y += 8000) {
    const clip = { x: 0, y, width, height: Math.min(8000, whole - y) };
    await page.screenshot({ path: `${name}-${y / 8000}.png`, fullPage: true, clip });
  }
}
