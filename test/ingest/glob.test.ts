import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { expandGlob, isGlob } from '../../src/ingest/glob.js';
import { inFolder } from '../cli/in-process.js';

const FILES = [
  '2023/01.csv',
  '2023/02.csv',
  '2023/deep/03.csv',
  '2024/01.csv',
  '2024/01.json',
  '2024/.hidden.csv',
  '.secret/01.csv',
  'a+b (1).csv',
  'x]y.csv',
  'Größe.csv',
];

const cases: readonly [string, readonly string[]][] = [
  ['2023/*.csv', ['2023/01.csv', '2023/02.csv']],
  ['*/01.csv', ['2023/01.csv', '2024/01.csv']],
  ['**/01.csv', ['2023/01.csv', '2024/01.csv']],
  ['2023/**', []],
  ['2023/**/*.csv', ['2023/01.csv', '2023/02.csv', '2023/deep/03.csv']],
  ['202?/0[13].csv', ['2023/01.csv', '2024/01.csv']],
  ['2023/0[!1].csv', ['2023/02.csv']],
  ['{2023,2024}/01.{csv,json}', ['2023/01.csv', '2024/01.csv', '2024/01.json']],
  ['2024/.*.csv', ['2024/.hidden.csv']],
  ['.secret/*.csv', ['.secret/01.csv']],
  ['2023/../2024/*.json', ['2024/01.json']],
  ['./2024/*.json', ['2024/01.json']],
  ['a+b (?).csv', ['a+b (1).csv']],
  ['x]*.csv', ['x]y.csv']],
  ['Gr?ße.csv', ['Größe.csv']],
  ['2023/[0-9][2-9].csv', ['2023/02.csv']],
  ['2023/[9-0]*.csv', []],
  ['2023/[*.csv', []],
  ['nowhere/*.csv', []],
];

it.each(cases)('%s', (pattern, expected) =>
  inFolder(async (folder) => {
    for (const file of FILES) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    expect(await expandGlob(`${folder}/${pattern}`)).toEqual(expected.map((name) => join(folder, name)));
  }),
);

it('is told by its characters', () => {
  expect(['a*', 'a?', 'a[b]', '{a,b}'].every(isGlob)).toBe(true);
  expect(isGlob('orders (1).csv')).toBe(false);
});
