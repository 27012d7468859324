import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { copyAppended, type Watermark } from '../../src/ingest/appended.js';
import { file } from './harness.js';

const settings = { delimiter: null, maxLineBytes: 2_000_000 };
const HEAD = 'order_id,customer_id,note\n';

let copies = 0;

async function added(path: string, known: Watermark | null, own = settings) {
  const { signal } = new AbortController();
  const found = await copyAppended('log.csv', path, known, `${path}.${++copies}`, own, signal);
  return { ...found, text: found.path === null ? null : readFileSync(found.path, 'utf8') };
}

async function wholeOf(text: string, own = settings) {
  const { text: copied, unfinished } = await added(file('log.csv', text), null, own);
  return { copied, unfinished };
}

describe('what was added to a file', () => {
  test('ends with its last whole record; a quote within an unquoted field is a letter', async () => {
    const rows = [
      '1,a,5" pipe',
      '2,b,"two\nlines"',
      '3,c,"a ""quoted"" word, and\nmore"',
      '4,d,say "x',
      '5,e,""',
    ];
    const text = `${HEAD}${rows.join('\n')}\n`;
    expect(await wholeOf(text)).toEqual({ copied: text, unfinished: 0 });
    expect(await wholeOf(`${text}6,f,"open\n7,g`)).toEqual({ copied: text, unfinished: 13 });
    const tabs = text.replaceAll(',', '\t');
    expect(await wholeOf(`${tabs}6\tf\ta,"b\n`)).toEqual({ copied: `${tabs}6\tf\ta,"b\n`, unfinished: 0 });
    const escaped = `${HEAD}1,a,"one \\" and\ntwo"\n`;
    expect(await wholeOf(escaped)).toEqual({ copied: escaped, unfinished: 0 });
  });

  test('is cut the same wherever a chunk ends', async () => {
    for (let at = 1_048_570; at <= 1_048_580; at++) {
      const text = `${HEAD}1,a,${'x'.repeat(at - HEAD.length - 4)}\n2,b,"q""\n5"" 6"\n3,c,7" 8\n`;
      const large = { ...settings, maxLineBytes: 4_000_000 };
      expect(await wholeOf(`${text}4,d,"`, large)).toEqual({ copied: text, unfinished: 5 });
    }
  });

  test('does not wait for the end of quotes beyond the longest record', async () => {
    const text = `${HEAD}1,a,"open\n${'2,b,fine\n'.repeat(20)}`;
    expect(await wholeOf(`${text}3,c`, { ...settings, maxLineBytes: 100 })).toEqual({
      copied: text,
      unfinished: 3,
    });
    expect((await wholeOf(text)).copied).toBe(HEAD);
  });

  test('has the header on top, also where that was all, without a line end', async () => {
    const path = file('log.csv', HEAD.trim());
    const sha256 = createHash('sha256').update(HEAD.trim()).digest('hex');
    appendFileSync(path, '\n1,a,x\n');
    const first = await added(path, { bytes: HEAD.length - 1, sha256 });
    expect(first.text).toBe(`${HEAD}1,a,x\n`);
    appendFileSync(path, '2,b,y\n');
    expect((await added(path, first.watermark)).text).toBe(`${HEAD}2,b,y\n`);
  });

  test('ends with a return alone in a file of an old Mac', async () => {
    const text = `${HEAD}1,a,"x\ny"\r2,b,z\r`.replaceAll('\n', '\r');
    const path = file('log.csv', `${text}3,c`);
    const first = await added(path, null);
    expect(first).toMatchObject({ text, unfinished: 3 });
    appendFileSync(path, ',w\r4');
    expect(await added(path, first.watermark)).toMatchObject({
      text: `${HEAD.replace('\n', '\r')}3,c,w\r`,
      unfinished: 1,
    });
    const whole = file('log.csv', text.slice(0, -1));
    const sha256 = createHash('sha256').update(text.slice(0, -1)).digest('hex');
    appendFileSync(whole, '\r5,e,v\r');
    expect((await added(whole, { bytes: text.length - 1, sha256 })).text).toBe(
      `${HEAD.replace('\n', '\r')}5,e,v\r`,
    );
  });
});
