import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { clv, inFolder } from '../cli/in-process.js';
import { hasShared, readShared } from '../models/shared-data.js';

const DATA = 'data/cdnow/sample-orders.csv';
const REFERENCE = 'reference/published.json';
const hasData = hasShared(DATA) && hasShared(REFERENCE);
const FILE = fileURLToPath(new URL(`../../../shared/${DATA}`, import.meta.url));
const END = '1997-09-30';

interface Published {
  readonly mle: Readonly<Record<string, number>>;
  readonly se?: Readonly<Record<string, number>>;
}

describe.skipIf(!hasData)(
  `CDNOW by the command line itself${hasData ? '' : ' (left out: ../shared is not there)'}`,
  () => {
    const published = hasData ? JSON.parse(readShared(REFERENCE)).cdnow_sample : {};
    const names = { nbd: 'nbd', bgnbd: 'bgnbd', mbgnbd: 'mbgnbd', paretonbd: 'pnbd' } as const;

    it('fits all models to the published digits, chooses by BIC, and keeps a whole model', async () => {
      await inFolder(async (cwd) => {
        const fitted = await clv(['fit', FILE, '--calibration-end', END, '--format', 'json'], { cwd });
        expect(fitted.err).toBe('');
        expect(fitted.code).toBe(0);
        const tables = tablesOf(fitted.out);
        for (const row of tables.likelihood!) {
          const reference: Published =
            row.model === 'gammagamma'
              ? published.gammagamma_repeat_only
              : published[names[row.model as keyof typeof names]];
          expect(Math.abs(Number(row.log_likelihood) - reference.mle.loglik!)).toBeLessThan(1e-6);
          expect(row.outcome).toBe('interior');
        }
        expect(tables.likelihood!.filter(({ chosen }) => chosen).map(({ model }) => model)).toEqual([
          'mbgnbd',
          'gammagamma',
        ]);
        expect(tables.certificate!.every(({ passes }) => passes)).toBe(true);
        expect(tables.model![0]).toMatchObject({
          customers: 2357,
          repeaters: 946,
          groups: 1016,
          purchases: 2457,
        });
        const id = String(tables.model![0]!.model_id);
        expect(readdirSync(join(cwd, '.clv/models', id)).sort()).toEqual([
          'card.md',
          'lineage.json',
          'model.json',
          'reference.json',
        ]);
        expect(readFileSync(join(cwd, '.clv/models/current'), 'utf8')).toBe(`${id}\n`);
      });
    });

    it.each(Object.entries(names))(
      '%s: parameters, errors, and the 39 weeks that follow',
      async (model, key) => {
        await inFolder(async (cwd) => {
          const fit = await clv(
            ['fit', FILE, '--calibration-end', END, '--model', model, '--format', 'json'],
            { cwd },
          );
          const { mle, se }: Published = published[key];
          const tables = tablesOf(fit.out);
          const found = tables.likelihood!.find((row) => row.model === model)!;
          const decimals = String(mle.loglik).split('.')[1]!.length;
          const tolerance = Math.max(1e-6, 0.5 * 10 ** -decimals);
          expect(Math.abs(Number(found.log_likelihood) - mle.loglik!)).toBeLessThan(tolerance);
          for (const row of tables.parameters!.filter((each) => each.model === 'gammagamma')) {
            const optimum = published.gammagamma_repeat_only.mle[String(row.parameter)];
            expect(Number(row.value) / optimum - 1).toBeCloseTo(0, 5);
          }
          for (const row of tables.parameters!.filter((each) => each.model === model)) {
            expect(Number(row.value) / mle[String(row.parameter)]! - 1).toBeCloseTo(0, 5);
            if (se) expect(Number(row.standard_error) / se[String(row.parameter)]! - 1).toBeCloseTo(0, 3);
          }
          const scored = await clv(['score', '--as-of', END, '--horizon', '39w', '--quiet'], { cwd });
          expect(scored.code).toBe(0);
          const scores = csv(readFileSync(join(cwd, 'scores.csv'), 'utf8'));
          const bought = holdout();
          const { sum, mae, mean_p_alive } = published.holdout_39_weeks[key];
          const expected = scores.map((row) => Number(row.expected_purchases));
          expect(total(expected)).toBeCloseTo(sum, 1);
          const errors = scores.map((row, i) => Math.abs(expected[i]! - (bought.get(row.customer_id!) ?? 0)));
          expect(total(errors) / scores.length).toBeCloseTo(mae, 4);
          if (mean_p_alive !== undefined)
            expect(total(scores.map((row) => Number(row.p_alive))) / scores.length).toBeCloseTo(
              mean_p_alive,
              5,
            );
          if (key !== 'pnbd') return;
          const one = scores.find((row) => row.x === '2' && row.t_x_days === '213' && row.T_days === '272')!;
          expect(Number(one.p_alive)).toBeCloseTo(published.customers['1'].pnbd.p_alive, 5);
          expect(Number(one.expected_purchases)).toBeCloseTo(published.customers['1'].pnbd.expected_39w, 5);
        });
      },
    );

    it('says the same in days and in weeks', async () => {
      const rows = async (unit: string) =>
        inFolder(async (cwd) => {
          await clv(['fit', FILE, '--model', 'bgnbd', '--time-unit', unit, '--quiet'], { cwd });
          await clv(['score', '--quiet', '--margin', '30%', '--horizon', '8w'], { cwd });
          return csv(readFileSync(join(cwd, 'scores.csv'), 'utf8'));
        });
      const [weeks, days] = [await rows('week'), await rows('day')];
      expect(days.length).toBe(2357);
      let worst = 0;
      for (const [i, row] of weeks.entries()) {
        for (const name of ['p_alive', 'expected_purchases', 'clv', 'clv_high']) {
          worst = Math.max(worst, Math.abs(Number(row[name]) - Number(days[i]![name])));
        }
        expect(days[i]!.purchases_high).toBe(row.purchases_high);
      }
      expect(worst).toBeLessThanOrEqual(0.011);
    });

    it('writes the same bytes for the same rows in another order and in two files', async () => {
      const [header, ...lines] = readFileSync(FILE, 'utf8').trimEnd().split('\n') as [string, ...string[]];
      const shuffled = lines
        .map((line, i) => [(i * 7919) % lines.length, line] as const)
        .sort(([a], [b]) => a - b)
        .map(([, line]) => line);
      const outcome = async (files: readonly string[], cwd: string) => {
        expect((await clv(['fit', ...files, '--model', 'bgnbd', '--quiet'], { cwd })).code).toBe(0);
        expect((await clv(['score', '--horizon', '8w', '--quiet'], { cwd })).code).toBe(0);
        const id = readFileSync(join(cwd, '.clv/models/current'), 'utf8').trim();
        return {
          model: readFileSync(join(cwd, '.clv/models', id, 'model.json'), 'utf8'),
          reference: readFileSync(join(cwd, '.clv/models', id, 'reference.json'), 'utf8'),
          scores: readFileSync(join(cwd, 'scores.csv'), 'utf8'),
        };
      };
      const whole = await inFolder(async (cwd) => {
        copyFileSync(FILE, join(cwd, 'orders.csv'));
        return outcome(['orders.csv'], cwd);
      });
      const split = await inFolder(async (cwd) => {
        writeFileSync(join(cwd, 'a.csv'), `${[header, ...shuffled.slice(0, 3000)].join('\n')}\n`);
        writeFileSync(join(cwd, 'b.csv'), `${[header, ...shuffled.slice(3000)].join('\n')}\n`);
        return outcome(['a.csv', 'b.csv'], cwd);
      });
      expect(split).toEqual(whole);
    });
  },
);

function tablesOf(text: string): Record<string, Record<string, string | number | boolean | null>[]> {
  const { tables } = JSON.parse(text) as { tables: { id: string; rows: Record<string, string>[] }[] };
  return Object.fromEntries(tables.map(({ id, rows }) => [id, rows]));
}

function csv(text: string): Record<string, string>[] {
  const [header, ...lines] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((cells) => Object.fromEntries(header!.map((name, i) => [name, cells[i]!])));
}

/** Purchase days in the 39 weeks after the calibration, by a plain loop. */
function holdout(): Map<string, number> {
  const days = new Set<string>();
  for (const { customer_id, order_date } of csv(readFileSync(FILE, 'utf8'))) {
    if (order_date! > END && order_date! <= '1998-06-30') days.add(`${customer_id} ${order_date}`);
  }
  const counts = new Map<string, number>();
  for (const day of days) {
    const id = day.split(' ')[0]!;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
