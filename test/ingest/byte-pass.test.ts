import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readByteFacts } from '../../src/ingest/byte-pass.js';
import { file } from './harness.js';

const facts = (content: string | Uint8Array, quoted = true) =>
  readByteFacts(file('f', content), { records: true, quoted });

describe('the pass over the bytes', () => {
  test('counts records like a plain loop', { timeout: 60_000 }, async () => {
    const line = fc.constantFrom('a,b', '', '  ', '"two\nlines",c', '"q""q"', '"a\n\n\nb"', 'é', '\r');
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.constantFrom('\n', '\r\n'), async (lines, newline) => {
        const text = lines.join(newline);
        const found = await facts(text);
        const blank = (one: string) => one.trim() === '';
        expect(found.records).toBe(lines.filter((one) => !blank(one)).length);
        const last = lines.findLastIndex((one) => !blank(one));
        expect(found.blanksInside).toBe(lines.slice(0, Math.max(last, 0)).some(blank));
        expect(found.sha256).toBe(createHash('sha256').update(text).digest('hex'));
        expect(found.bytes).toBe(Buffer.byteLength(text));
      }),
      { numRuns: 60 },
    );
  });

  test('records, quotes and characters may be cut by the end of a chunk', async () => {
    for (const at of [1_048_573, 1_048_574, 1_048_575, 1_048_576, 1_048_577]) {
      const text = `${'x'.repeat(at)}€"\n"\n😀\n\nlast`;
      const found = await facts(text);
      expect(found).toMatchObject({ records: 3, blanksInside: true, utf8: true });
    }
    const cut = Buffer.concat([Buffer.alloc(1_048_575, 'x'), Buffer.from('é').subarray(0, 1)]);
    expect((await facts(cut)).utf8).toBe(false);
    expect((await facts(Buffer.concat([cut, Buffer.from('x')]))).utf8).toBe(false);
  });
});
