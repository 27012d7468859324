import { expect, test } from 'vitest';
import { fixedForm, hasItsForm, inRange, instant, quickInstant } from '../../src/ingest/instant-sql.js';
import { file, load, newStore } from './harness.js';

const style = { format: null, order: null, timeZone: 'UTC' } as const;
const CHARACTERS = [...'024569 -:.,/TZz+aé\t'];

test.each(['2024-02-29 10:05:09', '2023-12-31T23:59:59'])(
  'the cast of %s takes nothing that the thorough reading refuses or reads otherwise, whatever two characters change',
  async (text) => {
    const between = text[10];
    const form = {
      format: `%Y-%m-%d${between}%H:%M:%S`,
      between: fixedForm([text], style, `%Y-%m-%d${between}%H:%M:%S`, 1),
    };
    expect(form.between).toBe(between);
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
      from (select text, case when ${hasItsForm('text', form)} then ${quickInstant('text', form, 'UTC')} end as quick, ${instant('text', style)} as thorough from texts)`,
    );
    expect(changed[0]).toMatchObject({ wrong: 0, example: null });
    expect(Number(changed[0]!.texts)).toBeGreaterThan(30_000);
    expect(Number(changed[0]!.taken)).toBeGreaterThan(100);
  },
);

test('a column with hours of one digit is read by strptime', () => {
  const texts = ['2024-01-01 9:00:00', '2024-01-01 10:00:00'];
  expect(fixedForm(texts, style, '%Y-%m-%d %H:%M:%S', 0.9)).toBeNull();
  expect(fixedForm(texts, style, '%Y-%m-%d %H:%M', 0.9)).toBeNull();
});

test('a declared format excludes what a cast would take, after many rows that fit too', async () => {
  const row = (order: string, instant: string) => `c1,${order},${instant},5`;
  const good = Array.from({ length: 600 }, (_, i) => row(`o${i}`, '2024-01-01 10:00:00'));
  const odd = [row('x1', '2024-02-2T 10:05:09'), row('x2', '2024-01-01T10:00:00')];
  const { store } = await load(
    file('orders.csv', `customer_id,order_id,order_ts,amount\n${[...good, ...odd].join('\n')}\n`),
    { settings: { dateFormat: '%Y-%m-%d %H:%M:%S' } },
  );
  const refused = await store.rows('select value, reason from quarantine order by row_number');
  expect(refused.map(({ value }) => value)).toEqual(['2024-02-2T 10:05:09', '2024-01-01T10:00:00']);
});
