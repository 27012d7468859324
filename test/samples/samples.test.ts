import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { clv, inFolder } from '../cli/in-process.js';
import { sampleCommands } from './commands.mjs';

const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));

describe('samples', () => {
  it('come out of the commands in their README, byte for byte', async () => {
    await inFolder(async (folder) => {
      for (const args of sampleCommands()) {
        const { code, err } = await clv(
          args.map((arg) => arg.replace('samples/', '')),
          { cwd: folder },
        );
        expect([code, err]).toEqual([0, '']);
      }
      const made = readdirSync(folder).sort();
      expect([...made, 'README.md', 'audit-page.png'].sort()).toEqual(readdirSync(SAMPLES).sort());
      for (const name of made) {
        expect(readFileSync(join(folder, name)).equals(readFileSync(join(SAMPLES, name))), name).toBe(true);
      }
    });
  });

  it('are small, and each is described', () => {
    const readme = readFileSync(join(SAMPLES, 'README.md'), 'utf8');
    const files = readdirSync(SAMPLES);
    const bytes = files.map((name) => statSync(join(SAMPLES, name)).size);
    expect(Math.max(...bytes)).toBeLessThan(600_000);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(2_000_000);
    for (const name of files) if (name !== 'README.md') expect(readme).toContain(`| \`${basename(name)}\` |`);
  });
});
