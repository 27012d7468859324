import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const sources = listFiles('src').filter((file) => file.endsWith('.ts'));

describe('architecture', () => {
  it('keeps the import table and has no circles', () => {
    const run = spawnSync(
      process.execPath,
      [
        'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
        '--config',
        '.dependency-cruiser.cjs',
        '--output-type',
        'err-long',
        'src',
        'bin',
      ],
      { encoding: 'utf8' },
    );
    expect(run.stdout + run.stderr).toContain('no dependency violations found');
  });

  it.each(sources.filter((file) => !file.startsWith('src/cli/')))(
    '%s leaves console and process to the command line',
    (file) => {
      const text = readFileSync(file, 'utf8');
      expect(text).not.toMatch(/\bconsole\./);
      expect(text).not.toMatch(/\bprocess\.(exit|argv|env|stdout|stderr|stdin|cwd|on)\b/);
    },
  );

  it('keeps files short', () => {
    const long = sources
      .map((file) => [file, readFileSync(file, 'utf8').split('\n').length] as const)
      .filter(([, lines]) => lines > 400);
    expect(long.filter(([file]) => !file.startsWith('src/mart/list/'))).toEqual([]);
  });

  it('uses only ref and var in relation texts', () => {
    for (const file of listFiles('src').filter(
      (name) => name.endsWith('.sql') && !name.startsWith('src/store/'),
    )) {
      const text = readFileSync(file, 'utf8');
      const rest = text.replaceAll(/\{\{ (ref|var)\('[a-z0-9_]+'\) \}\}/g, '');
      expect(rest, file).not.toMatch(/\{\{|\}\}|\$\w/);
      expect(rest, file).not.toMatch(/\b(any_value|arg_min|arg_max|qualify)\b/i);
      expect(text, `${file}: a var stands for a whole literal`).not.toMatch(/'\{\{/);
      expect(
        text
          .split('\n')
          .slice(0, 2)
          .map((line) => line.slice(0, 8)),
        file,
      ).toEqual(['-- grain', '-- key: '].map((l) => l.slice(0, 8)));
    }
  });
});

function listFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? listFiles(path) : [path];
  });
}
