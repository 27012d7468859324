import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactSvg } from '../../src/report/figures/compact.js';
import { shortPath } from '../../src/report/figures/path-data.js';

describe('shortPath', () => {
  it('draws lines in steps, and leaves out what has no area where it is filled', () => {
    expect(shortPath('M70.8 275.9l9.2 0l0 -58.7l-9.2 0Z', true)).toBe('M70.8 275.9h9.2v-58.7h-9.2z');
    expect(shortPath('M1 2L1.5 2.4L0 -3', false)).toBe('M1 2l.5 .4l-1.5-5.4');
    expect(shortPath('M1 2l9 0l0 0l-9 0Z M0 0l1 0', true)).toBe('M0 0h1');
    expect(shortPath('M1 2l9 0l0 0l-9 0Z', false)).toBe('M1 2h9h0h-9z');
    expect(shortPath('M1 0A1 1 0 1 1 1 -0.1', true)).toBeNull();
  });

  it('law: the pen goes where it went', () => {
    const place = fc.integer({ min: -9999, max: 9999 }).map((tenths) => tenths / 10);
    const points = fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(points, fc.boolean(), (at, closed) => {
        const data = at.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
        expect(pen(shortPath(closed ? `${data}Z` : data, false)!)).toEqual(at);
      }),
      { numRuns: 200 },
    );
  });
});

/** Where the pen comes by. */
function pen(data: string): [number, number][] {
  let [x, y] = [0, 0];
  return [...data.matchAll(/([Mhvl])([^Mhvlz]*)/g)].map(([, command, rest]) => {
    const [first, second] = [...rest!.matchAll(/-?(?:\d*\.\d|\d+)/g)].map(([number]) => Number(number));
    if (command === 'M') [x, y] = [first!, second!];
    else if (command === 'h') x += first!;
    else if (command === 'v') y += first!;
    else [x, y] = [x + first!, y + second!];
    [x, y] = [Math.round(x * 10) / 10 + 0, Math.round(y * 10) / 10 + 0];
    return [x, y];
  });
}

describe('compactSvg', () => {
  const bar = (x: number, look: string) => `<path d="M${x} 9l2 0l0 -5l-2 0Z"${look}/>`;

  it('joins shapes of one look that follow each other', () => {
    const blue = ' fill="#00f"';
    expect(compactSvg([bar(1, blue), bar(4, blue), bar(7, ' fill="#f00"'), bar(9, blue)].join('\n'))).toBe(
      [
        `<path d="M1 9h2v-5h-2zM4 9h2v-5h-2z"${blue}/>`,
        '<path d="M7 9h2v-5h-2z" fill="#f00"/>',
        `<path d="M9 9h2v-5h-2z"${blue}/>`,
      ].join('\n'),
    );
  });

  it.each([' fill="#00f" fill-opacity="0.5"', ' transform="translate(1 2)" fill="#00f"'])(
    'leaves alone what is moved or see-through: %s',
    (look) => {
      expect(compactSvg([bar(1, look), bar(4, look)].join('\n')).split('\n')).toHaveLength(2);
    },
  );

  it('sets texts at their place', () => {
    expect(
      compactSvg(
        '<text text-anchor="end" y="7.199999" transform="translate(75.4057 297.6)" fill="#000">a</text>',
      ),
    ).toBe('<text x="75.4" y="304.8" text-anchor="end" fill="#000">a</text>');
    const turned = '<text transform="matrix(0,-1,1,0,5,6)">a</text>';
    expect(compactSvg(turned)).toBe(turned);
  });
});
