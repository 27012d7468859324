import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { clv, inFolder } from './in-process.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const audit = (...rest: string[]) => clv(['audit', 'lens1', 'samples/orders.csv', ...rest], { cwd: ROOT });

describe('--charts', () => {
  it('writes an SVG and a PNG of each figure of the result', () =>
    inFolder(async (folder) => {
      const charts = join(folder, 'charts');
      const { code, out, err } = await audit(
        ...['--charts', charts, '--charts-format', 'both', '--format', 'json'],
      );
      expect(code, err).toBe(0);
      const ids = (JSON.parse(out).figures as { id: string }[]).map(({ id }) => id);
      expect(ids.length).toBeGreaterThan(2);
      expect(err).toContain(`Wrote ${2 * ids.length} files to ${charts}.`);
      expect(readdirSync(charts).sort()).toEqual(ids.flatMap((id) => [`${id}.png`, `${id}.svg`]).sort());
      for (const id of ids) {
        expect(readFileSync(join(charts, `${id}.svg`), 'utf8')).toMatch(/^<svg .*<title/s);
        const png = readFileSync(join(charts, `${id}.png`));
        expect(png.subarray(1, 4).toString()).toBe('PNG');
        expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1920, 1080]);
      }
    }));

  it('writes SVG files where no form is named, PNG files alone where asked', () =>
    inFolder(async (folder) => {
      for (const [form, extension] of [
        [[], '.svg'],
        [['--charts-format', 'png'], '.png'],
      ] as const) {
        const charts = join(folder, extension);
        const { code, err } = await audit('--charts', charts, ...form);
        expect(code, err).toBe(0);
        const names = readdirSync(charts);
        expect(names.length).toBeGreaterThan(2);
        expect(names.filter((name) => !name.endsWith(extension))).toEqual([]);
      }
    }));

  it('refuses a form without a folder, and an unknown form', async () => {
    const alone = await audit('--charts-format', 'png');
    expect(alone.code).toBe(2);
    expect(alone.err).toContain(
      '--charts-format: no charts are written without --charts. Name a folder with --charts DIR.',
    );
    expect((await audit('--charts', 'x', '--charts-format', 'gif')).code).toBe(2);
  });
});
