import { describe, expect, it } from 'vitest';
import { readSurvivors } from '../../../src/app/modelling/survivors.js';

describe('a table of survivors', () => {
  it('is read with or without periods and headers, in the usual dialects', () => {
    const counts = [1000, 869, 743];
    for (const text of [
      'period,survivors\n0,1000\n1,869\n2,743\n',
      '\uFEFFyear;active\r\n0;1000\r\n1;869\r\n2;743\r\n',
      'survivors\n1000\n869\n743',
      '1000\n869\n743\n\n',
      '0\t"1000"\n1\t"869"\n2\t"743"',
    ])
      expect(readSurvivors(text, 's.csv')).toEqual(counts);
  });

  it.each([
    ['a,b\n1,2\n', 's.csv line 1: "a,b" has no column survivors'],
    ['survivors\n100\nmany\n', 's.csv line 3: "many" is not a number of customers'],
    ['survivors\n100\n101\n90', 's.csv line 3: "101" is more than the 100 of the period before'],
    ['period,survivors\n0,100\n2,90\n3,80', 's.csv line 3: "2" is not period 1'],
    ['survivors\n100\n90\n', 'fewer than three counts'],
    ['', 's.csv line 1: "" has no column survivors'],
  ])('refuses %j', (text, message) => {
    expect(() => readSurvivors(text, 's.csv')).toThrow(message);
  });
});
