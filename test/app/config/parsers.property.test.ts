import fc from 'fast-check';
import { expect, it } from 'vitest';
import { daysInMonth, parseDate } from '../../../src/app/config/parse-date.js';
import { durationText, parseDuration } from '../../../src/app/config/parse-duration.js';
import { parseMargin } from '../../../src/app/config/parse-number.js';
import { parsePeriod } from '../../../src/app/config/parse-period.js';
import { parseSize, sizeText } from '../../../src/app/config/parse-size.js';
import { ClvError } from '../../../src/common/errors.js';

const where = { name: '--flag', base: '/' };

it('reads back every duration that it writes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 24 * 86_400_000 }), (ms) => {
      expect(parseDuration(1)(durationText(ms), where)).toBe(ms);
    }),
  );
});

it('reads back every size that it writes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e15 }), fc.constantFrom(1, 1e3, 1e6), (count, unit) => {
      const bytes = Math.ceil(count / unit) * unit;
      expect(parseSize(1, '1B')(sizeText(bytes), where)).toBe(bytes);
    }),
  );
});

it('takes a day exactly when the calendar has it', () => {
  const number = fc.integer({ min: 0, max: 40 });
  fc.assert(
    fc.property(fc.integer({ min: 1970, max: 2199 }), number, number, (year, month, day) => {
      const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      const time = new Date(`${text}T00:00:00Z`);
      const real = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
      expect(taken(() => parseDate(text, where))).toBe(real);
    }),
  );
});

it('knows the length of months as the calendar does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1600, max: 2400 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      expect(daysInMonth(year, month)).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate());
    }),
  );
});

it('takes week 53 exactly in years whose 28 December is in it', () => {
  for (let year = 1970; year < 2200; year++) {
    expect(
      taken(() => parsePeriod(`${year}-W53`, where)),
      String(year),
    ).toBe(weekOf(year) === 53);
  }
});

it('names periods as it read them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1970, max: 2199 }), fc.integer({ min: 1, max: 52 }), (year, week) => {
      const text = `${year}-W${String(week).padStart(2, '0')}`;
      expect(parsePeriod(text.toLowerCase(), where)).toEqual({
        text,
        granularity: 'week',
        year,
        index: week,
      });
    }),
  );
});

it('reads a percentage as a hundredth, exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10_000, max: 10_000 }), (hundredths) => {
      const margin = parseMargin(`${hundredths / 100}%`, where);
      expect(Math.round(Number(margin) * 10_000)).toBe(hundredths);
      expect(margin).not.toMatch(/e/);
    }),
  );
});

it('orders sizes as their bytes are', () => {
  const size = fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.constantFrom('KB', 'MB', 'GB', 'KiB', 'MiB'));
  const bytes: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2 };
  fc.assert(
    fc.property(size, ([count, unit]) => {
      expect(parseSize(1, '1B')(`${count}${unit}`, where)).toBe(count * bytes[unit]!);
    }),
  );
});

it('refuses any other text with a sentence, never with a crash', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const parse of [parseDate, parseDuration(1), parsePeriod, parseSize(1, '1B'), parseMargin]) {
        try {
          parse(text, where);
        } catch (error) {
          expect(error).toBeInstanceOf(ClvError);
          expect((error as Error).message).toMatch(/^--flag ".*" .+\. .+\.$|^--flag ".*" .+\. .+\?$/s);
        }
      }
    }),
  );
});

function taken(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(ClvError);
    return false;
  }
}

/** ISO week of 28 December: always the last week of its year. */
function weekOf(year: number): number {
  const december = Date.UTC(year, 11, 28);
  const weekday = (new Date(december).getUTCDay() + 6) % 7;
  const thursday = december + (3 - weekday) * 86_400_000;
  return 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * 86_400_000));
}
