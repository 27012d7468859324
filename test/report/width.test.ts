import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/report/plain-text.js';
import { bar, sparkline } from '../../src/report/terminal/bars.js';
import { lookOf } from '../../src/report/terminal/look.js';
import { cutText, displayWidth, padText } from '../../src/report/width.js';
import { hangingText, wrapText } from '../../src/report/wrap.js';

const { glyphs } = lookOf({ width: 80, color: false, wide: false });
const ascii = lookOf({ width: 80, color: false, wide: false, ascii: true }).glyphs;

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['Zoë', 3],
    ['Zoe\u0308', 3],
    ['山田', 4],
    ['ｱ', 1],
    ['Ａ', 2],
    ['한글', 4],
    ['🛒', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['🇩🇪', 2],
    ['✔\ufe0f', 2],
    ['שלום', 4],
    ['नमस्ते', 4],
    ['▏▎█', 3],
    ['–…', 2],
  ])('measures %s as %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('cutText', () => {
  it('cuts between letters, never inside one', () => {
    expect(cutText('山田太郎', 5, '…')).toBe('山田…');
    expect(cutText('a👩‍👩‍👧‍👦b', 3, '…')).toBe('a…');
    expect(cutText('a👩‍👩‍👧‍👦b', 4, '…')).toBe('a👩‍👩‍👧‍👦b');
    expect(cutText('abcdef', 2, '...')).toBe('..');
    expect(padText('山', 4, true)).toBe('  山');
  });
});

describe('wrapText', () => {
  it('breaks at spaces and after hyphens, keeps dates and percentages whole', () => {
    expect(wrapText('Repeat-buying rate 12.3 % until 2019-12-31', 12, '…')).toEqual([
      'Repeat-',
      'buying rate',
      '12.3 % until',
      '2019-12-31',
    ]);
    expect(wrapText('in 2019-Q4, 2020-W07', 8, '…')).toEqual(['in', '2019-Q4,', '2020-W07']);
    expect(wrapText('abcdefghij kl', 5, '…')).toEqual(['abcd…', 'kl']);
    expect(wrapText('', 5, '…')).toEqual(['']);
    expect(hangingText('* ', 'one two three', 7, '…')).toEqual(['* one', '  two', '  three']);
  });
});

describe('bars', () => {
  it('draws shares of the longest, and no bar for nothing', () => {
    expect([0, -1, null, 0.001, 0.05, 0.5, 1, 2].map((fraction) => bar(fraction, glyphs))).toEqual([
      '',
      '',
      '',
      '▏',
      '▌',
      '█████',
      '██████████',
      '██████████',
    ]);
    expect(bar(0.45, ascii)).toBe('#####');
  });

  it('draws sparklines from the lowest to the highest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], glyphs)).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([-5, null, 5], glyphs)).toBe('▁ █');
    expect(sparkline([3, 3], glyphs)).toBe('▁▁');
  });
});

describe('plainText', () => {
  it('shows what would act', () => {
    expect(plainText('\u001b[31m\r\n\t\u007f\u009b\u202e\u2066\u200b\ud800\u{e0001}')).toBe(
      '␛[31m␍␊␉␡\\u{9b}\\u{202e}\\u{2066}\\u{200b}\ufffd\\u{e0001}',
    );
    expect(plainText('👩‍👩‍👧‍👦 می‌خواهم 🇩🇪')).toBe('👩‍👩‍👧‍👦 می‌خواهم 🇩🇪');
  });
});
