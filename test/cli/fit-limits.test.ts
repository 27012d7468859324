import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addDays } from '../../src/common/calendar.js';
import { seededRandom } from '../../src/numeric/seeded.js';
import { clv, inFolder } from './in-process.js';

/** Customers of one rate who come more evenly than by chance and never leave; their means differ widely, single spends swing about these. */
function steadyOrders(customers: number): string {
  const random = seededRandom(3);
  const lines = ['customer_id,order_id,order_date,amount'];
  for (let c = 0; c < customers; c++) {
    const mean = 60 / random.gamma(3);
    let swing = 0.3;
    for (let day = random.uniform() * 365; day < 730; day += 35 * random.gamma(2)) {
      swing = -swing;
      const amount = (mean * (1 + swing)).toFixed(2);
      lines.push(`C${c},O${lines.length},${addDays('2020-01-01', Math.floor(day))},${amount}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

it('says of a model at its limit what is left of it, and what single spends say against it', () =>
  inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'orders.csv'), steadyOrders(400));
    const { out } = await clv(['fit', 'orders.csv', '--bootstrap', '2'], { cwd });
    const said = out.replaceAll(/\s+/g, ' ');
    expect(said).toContain('"one purchase rate for all, no dropout (Poisson)"');
    expect(said).toMatch(/bgnbd chosen: BIC [\d.]+, the same as of mbgnbd and paretonbd\./);
    expect(said).toMatch(
      /By the spread of single spends within customers p is [\d.]+ \(error [\d.]+\), while the spend model, which sees their means alone, takes it as infinite/,
    );
    const card = (await clv(['models', 'card'], { cwd })).out;
    expect(card).toContain('Here it is at its limit: one purchase rate for all, no dropout (Poisson).');
    expect(card).toContain('Here it is at its limit: each customer always spends the same (p -> infinity).');
    expect(card).toMatch(/\| lambda \| 0\.\d+ \| 0\.00\d+ \|/);
    expect(card).not.toContain('e+10');
  }));
