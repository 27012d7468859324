import { badSurvivors } from '../../common/messages/fit.js';

const NAMES = ['survivors', 'survived', 'active', 'alive', 'customers', 'subscribers', 'n'];
const PERIODS = ['period', 'renewal', 'year', 'month', 't', 'age'];

/**
 * Customers left after 0, 1, 2, … renewals out of a table: a column of survivors (under a usual name, or the only one), and
 * maybe one of periods that counts up by one from 0. Throws a ClvError that names the line.
 */
export function readSurvivors(text: string, path: string): number[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, i) => ({ line, number: i + 1 }))
    .filter(({ line }) => line.trim() !== '');
  const delimiter = [';', '\t', ','].find((each) => lines[0]?.line.includes(each)) ?? ',';
  const cells = lines.map(({ line, number }) => ({
    number,
    values: line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')),
  }));
  const header = cells[0]?.values.map((name) => name.toLowerCase()) ?? [];
  const hasHeader = header.some((name) => name !== '' && Number.isNaN(Number(name)));
  const rows = hasHeader ? cells.slice(1) : cells;
  const at = hasHeader ? header.findIndex((name) => NAMES.includes(name)) : header.length - 1;
  const place = at >= 0 ? at : header.length === 1 ? 0 : -1;
  if (place < 0)
    throw badSurvivors(path, 1, cells[0]?.values.join(delimiter) ?? '', `has no column ${NAMES.join(', ')}`);
  const period = hasHeader ? header.findIndex((name) => PERIODS.includes(name)) : header.length > 1 ? 0 : -1;
  const survivors: number[] = [];
  for (const { number, values } of rows) {
    const cell = values[place] ?? '';
    const value = /^\d{1,12}(\.\d+)?$/.test(cell) ? Number(cell) : Number.NaN;
    if (Number.isNaN(value)) throw badSurvivors(path, number, cell, 'is not a number of customers');
    if (period >= 0 && Number(values[period]) !== survivors.length)
      throw badSurvivors(
        path,
        number,
        values[period] ?? '',
        `is not period ${survivors.length}: periods count up from 0, of one cohort`,
      );
    const before = survivors.at(-1);
    if (before !== undefined && value > before)
      throw badSurvivors(path, number, cell, `is more than the ${before} of the period before`);
    survivors.push(value);
  }
  if (survivors.length < 3) throw badSurvivors(path, lines.length, '', 'holds fewer than three counts');
  return survivors;
}
