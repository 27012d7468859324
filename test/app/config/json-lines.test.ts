import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonSyntaxError, parseJsonWithLines, position } from '../../../src/app/config/json-lines.js';

describe('what it reads', () => {
  it('is what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJsonWithLines(text).value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('remembers the line of each key and item', () => {
    const { lines } = parseJsonWithLines('{\n "a": 1,\n "b": {\n  "c": [\n   1,\n   2 ] } }');
    expect(Object.fromEntries(lines)).toEqual({ a: 2, b: 3, 'b.c': 4, 'b.c.0': 5, 'b.c.1': 6 });
  });

  it('keeps a key named __proto__ as a plain key', () => {
    expect(Object.keys(parseJsonWithLines('{"__proto__": 1}').value as object)).toEqual(['__proto__']);
  });
});

describe('what it refuses', () => {
  const cases: readonly [string, string, number, number][] = [
    ['', 'expected a value, but the file ends', 1, 1],
    ['{', 'expected a key in double quotes, but the file ends', 1, 2],
    ['{\n  "a": 1,\n}', 'there is a comma before }', 2, 9],
    ['[1,]', 'there is a comma before ]', 1, 3],
    ['{"a" 1}', 'expected a colon after the key, found "1"', 1, 6],
    ['{"a": 1 "b": 2}', 'expected a comma or }, found "\\""', 1, 9],
    ["{'a': 1}", 'JSON takes double quotes only', 1, 2],
    ['{a: 1}', 'expected a key in double quotes, found "a"', 1, 2],
    ['{\n  // note\n  "a": 1}', 'JSON has no comments', 2, 3],
    ['{"a": tru}', 'expected a value, found "t"', 1, 7],
    ['{"a": 01}', 'expected a value, found "0"', 1, 7],
    ['{"a": 1}\n{"b": 2}', 'expected the end of the file, found "{"', 2, 1],
    ['{"a": "x\ny"}', 'a text in double quotes does not end on its line', 1, 7],
    ['{"a": "\\q"}', 'a text holds an escape or control character that JSON does not know', 1, 7],
    ['{"a": 1,\n "a": 2}', 'the key "a" comes twice', 2, 2],
    ['{"😀": x}', 'expected a value, found "x"', 1, 7],
  ];
  it.each(cases)('%j', (text, message, line, column) => {
    try {
      parseJsonWithLines(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(JsonSyntaxError);
      expect((error as Error).message).toBe(message);
      expect(position(text, (error as JsonSyntaxError).offset)).toEqual({ line, column });
    }
  });

  it('is what JSON.parse refuses, doubled keys apart', () => {
    const part = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      'null',
      ' ',
      '\n',
      '-',
      '"',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        const ours = refused(() => parseJsonWithLines(text));
        if (ours?.message.endsWith('comes twice')) return;
        expect(ours !== null, text).toBe(refused(() => JSON.parse(text)) !== null);
      }),
      { numRuns: 2000 },
    );
  });
});

function refused(work: () => unknown): Error | null {
  try {
    work();
    return null;
  } catch (error) {
    return error as Error;
  }
}
