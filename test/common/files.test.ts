import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  replaceFile,
  sha256OfFile,
  sha256OfText,
  withPrivateDirectory,
  writeFileAtomic,
} from '../../src/common/files.js';

const folder = mkdtempSync(join(tmpdir(), 'clv-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('files', () => {
  test('a file is written whole, and nothing else is left', async () => {
    const path = join(folder, 'a.txt');
    await writeFileAtomic(path, 'one');
    await writeFileAtomic(path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });

  test('a failure leaves the old file and no rest', async () => {
    const path = join(folder, 'a.txt');
    const work = replaceFile(path, async (temporary) => {
      writeFileSync(temporary, 'half');
      throw new Error('disk full');
    });
    await expect(work).rejects.toThrow('disk full');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });

  test('a private folder is for its owner alone and is gone afterwards, also after a failure', async () => {
    let seen = '';
    const work = withPrivateDirectory(folder, async (directory) => {
      seen = directory;
      expect(statSync(directory).mode & 0o777).toBe(0o700);
      writeFileSync(join(directory, 'x'), 'x');
      throw new Error('stop');
    });
    await expect(work).rejects.toThrow('stop');
    expect(existsSync(seen)).toBe(false);
  });

  test('SHA-256 of a file and of a text', async () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    writeFileSync(join(folder, 'abc'), 'abc');
    expect(await sha256OfFile(join(folder, 'abc'))).toBe(abc);
    expect(sha256OfText('abc')).toBe(abc);
  });
});
