import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LensName } from '../../src/app/audit/lens-names.js';
import type { Result } from '../../src/common/result.js';
import { codes, type Flags, inWorld, RELATIONS, type World } from './workspace-world.js';

const SAMPLES = new URL('../../samples/', import.meta.url);

/** Lines of the sample with instants and, for every other one, no cost; in the order in which a shop would export. */
function sampleLines(): { head: string; rows: string[] } {
  const [head = '', ...rows] = readFileSync(new URL('orders.csv', SAMPLES), 'utf8').trim().split('\n');
  const cost = head.split(',').indexOf('unit_cost');
  const time = head.split(',').indexOf('order_ts');
  return {
    head,
    rows: rows.slice(0, 1_500).map((row, i) => {
      const fields = row.split(',');
      fields[time] += 'Z';
      if (i % 2 === 0) fields[cost] = '';
      return fields.join(',');
    }),
  };
}

let text = '';
beforeAll(() => {
  const { head, rows } = sampleLines();
  text = `${[head, ...rows].join('\n')}\n`;
});

/** What a report says, without where it was read from. */
const said = ({ tables, figures, identities, answers, headline }: Result) => ({
  tables,
  figures,
  identities: identities.filter(({ id }) => id !== 'rows'),
  answers,
  headline,
});

async function loadedWorld(work: (world: World) => Promise<void>): Promise<void> {
  await inWorld(async (world) => {
    world.write('orders.csv', text);
    world.write('customers.csv', readFileSync(new URL('customers.csv', SAMPLES), 'utf8'));
    await world.load(['orders.csv'], { customers: ['customers.csv'] });
    await work(world);
  });
}

describe('a workspace', () => {
  const looks: readonly [LensName, Flags][] = [
    ['lens1', {}],
    ['lens1', { by: 'city', metric: 'spend' }],
    ['rfm', { timeZone: 'Pacific/Auckland' }],
    ['lens1', { fiscalYearStart: '4', timeZone: 'America/Chicago' }],
    ['lens1', { margin: '0.4', zeroValue: 'drop' }],
    ['lens1', { asOf: '2017-05-15' }],
    ['lens2', { asOf: '2017-12-31', by: 'first_category' }],
    ['lens2', { asOf: '2017-12-31', by: 'decile@2016-12-31' }],
    ['lens4', { by: 'rfm_segment@2016-12-31', granularity: 'quarter' }],
    ['lens4', { fiscalYearStart: '7', granularity: 'quarter' }],
    ['product', { asOf: '2017-06-30' }],
  ];

  it('reports what its files report, with any settings', () =>
    loadedWorld(async (world) => {
      for (const [lens, flags] of looks) {
        const fromFiles = await world.audit(lens, ['orders.csv'], { ...flags, customers: ['customers.csv'] });
        const fromWorkspace = await world.audit(lens, [], flags);
        expect(said(fromWorkspace), `${lens} ${JSON.stringify(flags)}`).toEqual(said(fromFiles));
        expect(fromWorkspace.lineage.rowsRead).toBe(fromFiles.lineage.rowsRead);
        expect(fromWorkspace.lineage.rowsUsed).toBe(fromFiles.lineage.rowsUsed);
      }
    }));

  it.each([
    ['a return', '1,return', {}],
    ['a cancelled line', '1,cancelled', {}],
    ['a line of no value that is dropped', '0,purchase', { zeroValue: 'drop' }],
  ])(
    'refuses an order id of two customers where one of them has only %s, as its file does',
    (_, line, flags) =>
      inWorld(async (world) => {
        const rows = [
          '1,Ann,2019-01-01,7,purchase',
          '2,Ann,2019-02-01,7,purchase',
          `1,Bo,2019-01-05,${line}`,
        ];
        world.write('orders.csv', ['order_id,customer_id,order_ts,amount,type', ...rows].join('\n'));
        const lax = { ...flags, maxQuarantine: '1' };
        const fromFiles = await world.audit('rfm', ['orders.csv'], lax);
        await world.load(['orders.csv'], lax);
        expect(fromFiles.lineage.rowsQuarantined).toBe(2);
        expect(said(await world.audit('rfm', [], lax))).toEqual(said(fromFiles));
      }),
  );

  it('is split by what customers had done up to a day within the data', () =>
    loadedWorld(async (world) => {
      const report = await world.audit('lens1', [], { by: 'decile@2016-06-30' });
      expect(codes(report.notes)).toContain('split_at_fixed_day');
      expect(report.tables.find(({ id }) => id === 'by_attribute')!.rows.length).toBeGreaterThan(3);
      await expect(world.audit('lens1', [], { by: 'decile@2031-01-01' })).rejects.toThrow(
        '--by: the day 2031-01-01 must lie within the data',
      );
      await expect(world.audit('lens1', [], { by: 'rfm_segment' })).rejects.toThrow(
        '--by rfm_segment: rfm_segment needs a fixed day',
      );
    }));

  it('of a past day knows what it would have known if only older rows were loaded', () =>
    loadedWorld(async (world) => {
      const { head, rows } = sampleLines();
      const time = head.split(',').indexOf('order_ts');
      const older = rows.filter((row) => row.split(',')[time]! < '2017-04-01');
      world.write('older.csv', `${[head, ...older].join('\n')}\n`);
      const past = await world.relations([], { asOf: '2017-03-31' });
      const then = await world.relations(['older.csv'], { asOf: '2017-03-31', customers: ['customers.csv'] });
      for (const name of RELATIONS.filter((each) => each !== 'line_counts')) {
        expect(past[name], name).toEqual(then[name]);
      }
    }));

  it('says when its files were read in another zone than the days of the report', () =>
    loadedWorld(async (world) => {
      const { warnings } = await world.audit('rfm', [], { timeZone: 'Europe/Berlin' });
      expect(warnings.find(({ code }) => code === 'zone_of_warehouse')!.text).toBe(
        'The files were loaded with the time zone UTC, and the days of this report are those of Europe/Berlin. Say --time-zone UTC, or set it in clv.config.json, for the days of the files.',
      );
      expect(codes((await world.audit('rfm', [])).warnings)).not.toContain('zone_of_warehouse');
    }));
});
