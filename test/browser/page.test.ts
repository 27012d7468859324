import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html/page.js';
import { bigResult } from '../report/big-result.js';
import { sampleResult } from '../report/sample-result.js';
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

const CHROMIUM = process.env.CLV_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const SHOTS = fileURLToPath(new URL('../../coverage/browser/', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const present = existsSync(CHROMIUM);

describe.skipIf(!present)(
  `the page in a browser${present ? '' : ` (skipped: no ${CHROMIUM}; set CLV_CHROMIUM)`}`,
  () => {
    let browser: Browser;

    beforeAll(async () => {
      mkdirSync(SHOTS, { recursive: true });
      writeFileSync(`${SHOTS}sample.html`, await renderHtml(sampleResult));
      writeFileSync(`${SHOTS}big.html`, await renderHtml(bigResult()));
      browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    });

    afterAll(() => browser?.close());

    describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
      it.each([1280, 390])(
        'at %i pixels: no error, no request, nothing beyond an edge, no barrier',
        async (width) => {
          const { page, troubles } = await open('sample', width, colorScheme);
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
      const { page } = await open('sample', 1280, 'light');
      expect(await page.evaluate(hostileTraces)).toEqual({ elements: 0, attributes: 0, shown: true });
      await page.close();
    });

    it('is usable with the keyboard: the skip link first; every scrolling table can be reached', async () => {
      const { page } = await open('sample', 390, 'light');
      await page.keyboard.press('Tab');
      expect((await page.evaluate(focused)).text).toBe('Skip to the report');
      await page.keyboard.press('Enter');
      expect((await page.evaluate(focused)).id).toBe('main');
      expect(await page.evaluate(unreachable)).toBe(0);
      await page.close();
    });

    it('prints folded tables open, on light paper, with whole charts', async () => {
      const { page } = await open('sample', 1280, 'dark');
      const pdf = await page.pdf({ path: `${SHOTS}sample.pdf`, format: 'A4' });
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const { rows, ...rest } = await page.evaluate(printed);
      expect(rest).toEqual({ paper: 'rgb(255, 255, 255)', charts: ['avoid'], hiddenRows: 0 });
      expect(rows).toBeGreaterThan(50);
      await page.close();
    });

    it('opens a big audit as well', async () => {
      const { page, troubles } = await open('big', 390, 'light');
      expect(await page.evaluate(scrollWidth)).toBeLessThanOrEqual(390);
      expect(await page.evaluate(clippedTexts)).toEqual([]);
      expect(troubles).toEqual([]);
      await page.close();
    });

    async function open(name: string, width: number, colorScheme: 'light' | 'dark') {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        bypassCSP: false,
      });
      const page = await context.newPage();
      const address = pathToFileURL(`${SHOTS}${name}.html`).href;
      const troubles: string[] = [];
      page.on('console', (message) => troubles.push(`console: ${message.text()}`));
      page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
      page.on('request', (request) => {
        if (request.url() !== address) troubles.push(`request: ${request.url()}`);
      });
      await page.goto(address);
      return { page, troubles };
    }
  },
);
