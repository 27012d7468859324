import { expect, test } from 'vitest';
import { fixedPattern, inRange, instant, quickInstant } from '../../src/ingest/instant-sql.js';
import { newStore } from './harness.js';

const style = { format: null, order: null, timeZone: 'UTC' } as const;
const CHARACTERS = [...'024569 -:.,/TZz+aé'];

test.each(['2024-02-29 10:05:09', '2023-12-31T23:59:59'])(
  'the cast of %s takes nothing that the thorough reading refuses or reads otherwise, whatever two characters change',
  async (text) => {
    const between = text[10];
    const form = {
      format: `%Y-%m-%d${between}%H:%M:%S`,
      pattern: fixedPattern([text], `%Y-%m-%d${between}%H:%M:%S`, 1),
    };
    expect(form.pattern).not.toBeNull();
    const places = Array.from({ length: text.length }, (_, at) => at);
    const put = (at: string, to: string, from: string) =>
      `left(${from}, ${at} - 1) || ${to} || substr(${from}, ${at} + 1)`;
    const store = await newStore();
    const changed = await store.rows(
      `with places as (select unnest([${places.map((at) => at + 1).join(', ')}]) as place),
      characters as (select unnest(string_split('${CHARACTERS.join('')}', '')) as character),
      once as (select place, ${put('place', 'character', `'${text}'`)} as text from places cross join characters),
      twice as (select ${put('places.place', 'character', 'once.text')} as text from once cross join places cross join characters where places.place > once.place),
      texts as (select text from once union select text from twice union select left(text, 18) from once union select text || '0' from once)
      select count(*) as texts, count(quick) as taken, count(*) filter (${inRange('quick')} and quick is distinct from thorough) as wrong,
        list(text) filter (${inRange('quick')} and quick is distinct from thorough) as example
      from (select text, ${quickInstant('text', form, 'UTC')} as quick, ${instant('text', style)} as thorough from texts)`,
    );
    expect(changed[0]).toMatchObject({ wrong: 0, example: null });
    expect(Number(changed[0]!.texts)).toBeGreaterThan(30_000);
    expect(Number(changed[0]!.taken)).toBeGreaterThan(100);
  },
);

test('a column with hours of one digit is read by strptime', () => {
  const texts = ['2024-01-01 9:00:00', '2024-01-01 10:00:00'];
  expect(fixedPattern(texts, '%Y-%m-%d %H:%M:%S', 0.9)).toBeNull();
  expect(fixedPattern(texts, '%Y-%m-%d %H:%M', 0.9)).toBeNull();
});
