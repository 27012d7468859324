import { counted } from '../common/messages/counted.js';
import type { Identity, Lineage } from '../common/result.js';
import { groupDigits, grouped, numberIn } from './numbers.js';

/** An identity with both of its sides: `orders of the deciles = orders: 1,234 ≠ 1,235 (tolerance 0)`. */
export function checkLine(identity: Identity): string {
  const { title, left, right, tolerance, holds } = identity;
  const allowed = numberIn(tolerance)?.isZero() === false ? `, tolerance ${tolerance}` : '';
  return `${title}: left ${shown(left)} ${holds ? '=' : '≠'} right ${shown(right)}${allowed}`;
}

/** `12 identities hold`, or how many fail. */
export function checkSummary(identities: readonly Identity[]): string {
  const failed = identities.filter(({ holds }) => !holds).length;
  const noun = identities.length === 1 ? 'identity' : 'identities';
  if (failed === 0)
    return `${count(identities.length)} ${noun} ${identities.length === 1 ? 'holds' : 'hold'}`;
  return `${count(failed)} of ${count(identities.length)} ${noun} ${failed === 1 ? 'fails' : 'fail'}`;
}

/** Where the rows went, and which files they came from: used + quarantined + ignored = read. */
export function lineageLines(lineage: Lineage): readonly string[] {
  const ignored = Object.entries(lineage.rowsIgnored).filter(([, rows]) => rows > 0);
  const parts = [
    `${count(lineage.rowsUsed)} used`,
    `${count(lineage.rowsQuarantined)} quarantined`,
    ...ignored.map(([rule, rows]) => `${count(rows)} ignored (${rule.replaceAll('_', ' ')})`),
    ...(ignored.length === 0 ? ['0 ignored'] : []),
  ];
  return [`${counted(lineage.rowsRead, 'row')} read = ${parts.join(' + ')}`, ...fileLine(lineage)];
}

const NAMED_FILES = 3;

function fileLine({ files, asOf }: Lineage): readonly string[] {
  const named = files.slice(0, NAMED_FILES).map(({ name, rows }) => `${name} (${counted(rows, 'row')})`);
  const more = files.length > NAMED_FILES ? [`${counted(files.length - NAMED_FILES, 'more file')}`] : [];
  const from = files.length === 0 ? [] : [`from ${[...named, ...more].join(', ')}`];
  const until = asOf === null ? [] : [`as of ${asOf}`];
  const line = [...from, ...until].join('; ');
  return line === '' ? [] : [line];
}

function shown(side: string): string {
  return numberIn(side) === null ? side : groupDigits(side);
}

function count(value: number): string {
  const number = numberIn(value);
  return number === null ? String(value) : grouped(number, 0);
}
