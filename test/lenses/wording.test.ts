import { describe, expect, it } from 'vitest';
import { fact } from '../../src/lenses/normal-pattern.js';
import { average, fixed, percent, percentRange } from '../../src/lenses/wording.js';

describe('numbers in sentences', () => {
  it('a zero after rounding has no sign', () => {
    expect([percent(-0.0004), percent(-0.004, 0), fixed(-0.0044), average(-0.004, 2), fixed(-0)]).toEqual([
      '0.0 %',
      '0 %',
      '0.00',
      '0.00',
      '0.00',
    ]);
    expect([percent(-0.0006), percent(-0.006, 0), fixed(-0.006), average(-0.006, 2)]).toEqual([
      '-0.1 %',
      '-1 %',
      '-0.01',
      '-0.01',
    ]);
    expect(percentRange([-0.0001, 0.0001], 'years')).toBe('0.0 % in each of 2 years');
    expect([
      fact('correlation', '-0.03', -0.0044, 'number', 2).here,
      fact('share', '40 %', -0.004, 'percent', 0).here,
    ]).toEqual(['0.00', '0 %']);
  });
});
