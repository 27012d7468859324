import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clv, inFolder } from './in-process.js';

type Order = readonly [id: string, customer: string, day: string, amount: number];

interface Printed {
  readonly headline: string;
  readonly answers: readonly { readonly question: string; readonly answer: string }[];
  readonly notes: readonly { readonly text: string }[];
  readonly warnings: readonly { readonly text: string }[];
  readonly figures: readonly { readonly id: string; readonly title: string; readonly alternative: string }[];
  readonly tables: readonly { readonly id: string; readonly rows: readonly Record<string, unknown>[] }[];
}

async function audited(orders: readonly Order[], flags: readonly string[] = []) {
  return inFolder(async (cwd) => {
    writeFileSync(
      join(cwd, 'orders.csv'),
      ['order_id,customer_id,order_ts,amount', ...orders.map((order) => order.join(','))].join('\n'),
    );
    const { code, out, err } = await clv(['audit', 'all', 'orders.csv', '--format', 'json', ...flags], {
      cwd,
    });
    expect(err).toBe('');
    expect(code).toBe(0);
    const result = JSON.parse(out) as Printed;
    return {
      ...result,
      text: [
        ...result.answers.map(({ answer }) => answer),
        ...result.figures.flatMap(({ title, alternative }) => [title, alternative]),
      ].join('\n'),
      answer: (question: string) => result.answers.find((some) => some.question === question)?.answer,
      rows: (id: string) => result.tables.find((table) => table.id === id)!.rows,
      title: (id: string) => result.figures.find((figure) => figure.id === id)?.title,
    };
  });
}

const EMPTY_WORDS = /NaN|undefined|Infinity|null|an unknown share/;

describe('sentences and titles of odd bases say what the tables say', () => {
  it('one customer, one order', async () => {
    const { text, answer, title, headline, warnings } = await audited([['1', 'a', '2019-05-05', 10]]);
    expect(headline).toContain(' · 2019-05-05 (whole span) · ');
    expect(answer('What is the period made of?')).toMatch(/^1 customer × 1\.00 /);
    expect(answer('Which cohorts are there?')).toBe('One, 2019, with 1 customer: 100.0 % of all customers.');
    // No period is complete, so that nobody is known to have bought once only.
    expect(title('lens3_pattern_kinds')).toBeUndefined();
    expect(warnings.map((warning) => warning.text).join('\n')).toContain(
      '2019 begins before the first order',
    );
    expect(text).not.toMatch(EMPTY_WORDS);
    expect(text).not.toMatch(/\b1 (customers|buyers)\b/);
  });

  it('all customers were acquired before the data begin', async () => {
    await inFolder(async (cwd) => {
      writeFileSync(
        join(cwd, 'orders.csv'),
        'order_id,customer_id,order_ts,amount,product_id\n1,a,2019-01-05,10,P1\n2,b,2019-01-06,10,P2\n3,a,2020-02-06,10,P2\n',
      );
      writeFileSync(join(cwd, 'customers.csv'), 'customer_id,acquisition_date\na,2015-01-01\nb,2016-01-01\n');
      const run = (lens: string) =>
        clv(['audit', lens, 'orders.csv', '--customers', 'customers.csv', '--format', 'json'], { cwd });
      const products = JSON.parse((await run('product')).out) as Printed;
      expect(products.tables.map(({ id }) => id)).toContain('categories');
      expect(products.tables.map(({ id }) => id)).not.toContain('penetration');
      expect(products.notes.map(({ text }) => text).join()).toContain('Nobody was acquired within the data');
      const cohort = await run('lens3');
      expect(cohort.code).toBe(2);
      expect(cohort.err).toContain('Nobody was acquired within the data, which run from 2019-01-05');
      const all = JSON.parse((await run('all')).out) as Printed;
      expect(all.warnings.map(({ text }) => text).join()).toContain(
        'Lens 3: one cohort over its life is left out',
      );
    });
  });

  it('profit is known of some customers only', async () => {
    await inFolder(async (cwd) => {
      writeFileSync(
        join(cwd, 'orders.csv'),
        'order_id,customer_id,order_ts,amount,unit_cost\n1,a,2019-01-05,10,4\n2,b,2019-01-06,10,\n',
      );
      const { out } = await clv(['audit', 'lens1', 'orders.csv', '--period', '2019-01', '--format', 'json'], {
        cwd,
      });
      const { tables } = JSON.parse(out) as { tables: { id: string; description?: string }[] };
      for (const id of ['gini', 'lorenz']) {
        const { description } = tables.find((table) => table.id === id)!;
        expect(description).toContain('Profit: of the 1 customer whose profit is known');
      }
    });
  });

  it('everybody spends the same and comes every year', async () => {
    const orders = Array.from(
      { length: 90 },
      (_, i): Order => [
        String(i),
        `c${i % 30}`,
        `${2017 + Math.floor(i / 30)}-0${1 + (i % 9)}-1${i % 9}`,
        20,
      ],
    );
    const { text, answer } = await audited([...orders, ['last', 'c0', '2019-12-31', 20]]);
    expect(answer('How different are they?')).toContain('spent at most 20.00');
    expect(answer('How much of the spend do new customers bring?')).toBe(
      '0.0 % in 2019; 0.0 % in each of 2 complete periods.',
    );
    expect(answer('Did the same customers bring more or less?')).toContain('96.7 % stayed the same');
    expect(text).not.toMatch(/(\d+\.\d %) (?:\(\S+\) )?(?:and|to) \1/);
    expect(text).not.toMatch(EMPTY_WORDS);
  });

  it('nobody orders twice: nobody is said to come back', async () => {
    const { text, answer } = await audited(
      Array.from(
        { length: 36 },
        (_, i): Order => [
          String(i),
          `c${i}`,
          `${2017 + Math.floor(i / 12)}-${String(1 + (i % 12)).padStart(2, '0')}-28`,
          10 + (i % 7),
        ],
      ),
    );
    expect(answer('How many buy again in the next period?')).not.toContain('come back');
    expect(answer('How long until the second purchase?')).toContain('fewer than half');
    expect(text).not.toMatch(EMPTY_WORDS);
  });

  it('returns outweigh purchases: shares of a total below zero are not told', async () => {
    const orders = Array.from({ length: 40 }, (_, i): Order[] => [
      [`o${i}`, `c${i}`, `${2016 + (i % 4)}-0${1 + (i % 9)}-10`, 10 + (i % 5)],
      [`p${i}`, `c${i}`, `${2017 + (i % 3)}-0${1 + (i % 9)}-20`, 10],
      [`r${i}`, `c${i}`, `${2016 + (i % 4)}-0${1 + (i % 9)}-11`, -100],
    ]).flat();
    const { text, rows, answer, title } = await audited([...orders, ['z', 'c0', '2019-12-31', 1]]);
    for (const [id, column] of [
      ['lens1_deciles', 'share_spend'],
      ['lens1_order_counts', 'share_spend'],
      ['lens1_concentration', 'share_spend'],
      ['lens1_segments', 'share_spend'],
      ['lens2_cohort_mix', 'share_spend'],
      ['lens3_value_to_date_deciles', 'share_spend'],
      ['lens4_cohorts', 'share_spend'],
      ['lens5_c3', 'share'],
      ['lens5_new_existing', 'share_new'],
      ['lens5_growth', 'growth'],
      ['lens5_carry_over', 'carry_over'],
    ] as const) {
      expect(rows(id).length, id).toBeGreaterThan(0);
      expect(
        rows(id).map((row) => row[column]),
        id,
      ).toEqual(rows(id).map(() => null));
    }
    expect(title('lens1_decile_bars')).toBeUndefined();
    expect(title('lens5_c3_shares')).toBeUndefined();
    expect(answer('How different are the members?')).toMatch(/^Half of the members/);
    expect(answer('How much of the spend carries over?')).toContain('not above zero');
    expect(text).not.toMatch(EMPTY_WORDS);
  });

  it('names a fiscal period as one, and takes that name', async () => {
    const orders = Array.from(
      { length: 48 },
      (_, i): Order => [
        String(i),
        `c${i % 10}`,
        `${2016 + Math.floor(i / 12)}-${String(1 + (i % 12)).padStart(2, '0')}-28`,
        10,
      ],
    );
    const flags = ['--fiscal-year-start', '7', '--period'];
    const { headline, answers } = await audited(orders, [...flags, '2018-Q1']);
    expect(headline).toContain(' · FY2018-Q1 · ');
    expect((await audited(orders, [...flags, 'FY2018-Q1'])).answers).toEqual(answers);
  });

  it('an end of observation before all orders is named as the reason', () =>
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'orders.csv'), 'order_id,customer_id,order_ts,amount\n1,a,2019-05-05,10\n');
      for (const lens of ['lens1', 'lens2', 'lens3', 'lens4', 'lens5', 'rfm', 'all']) {
        const { code, err } = await clv(['audit', lens, 'orders.csv', '--as-of', '2001-01-01'], { cwd });
        expect(err, lens).toContain('There is no order up to 2001-01-01');
        expect(code).toBe(3);
      }
    }));

  it('quotes names that hold a comma where they stand in a row', async () => {
    const { notes } = await audited(
      Array.from(
        { length: 40 },
        (_, i): Order => [String(i), `c${i % 25}`, `${2017 + (i % 3)}-0${1 + (i % 9)}-10`, 10 + i],
      ),
      ['--cohort-by', 'rfm_segment@2018-12-31'],
    );
    expect(notes.map((note) => note.text).join('\n')).toMatch(/: .*"[a-z ]+, [a-z ]+"/);
  });

  it('a period or cohort that was asked for and is not in the data ends the full audit', () =>
    inFolder(async (cwd) => {
      const lines = ['2018-01-05', '2018-06-05', '2019-01-05', '2019-12-30', '2020-12-30'].map(
        (day, i) => `${i},c${i % 2},${day},10`,
      );
      writeFileSync(join(cwd, 'orders.csv'), ['order_id,customer_id,order_ts,amount', ...lines].join('\n'));
      for (const option of ['--period', '--versus', '--cohort']) {
        const { code, err } = await clv(['audit', 'all', 'orders.csv', option, '2030'], { cwd });
        expect(err, option).toContain(`${option} 2030`);
        expect(code).toBe(2);
      }
      // The year before the first is nobody's wish: lens 2 alone is left out.
      const { code, out } = await clv(['audit', 'all', 'orders.csv', '--period', '2018'], { cwd });
      expect(out).toContain('Lens 2: what changed between two periods is left out');
      expect(code).toBe(0);
    }));
});
