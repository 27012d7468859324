import { badDelimiter } from '../common/messages/ingest.js';
import { type CsvRecord, CsvRecords, type Dialect } from './csv-records.js';

const CANDIDATES = [',', ';', '\t', '|'] as const;
const SAMPLE_RECORDS = 300;

/** The delimiter that a user means: `tab` and `\t` are a tab. */
export function givenDelimiter(value: string): string {
  const delimiter = value === 'tab' || value === '\\t' ? '\t' : value;
  if (delimiter === '' || Buffer.byteLength(delimiter) > 4 || /["\r\n]/.test(delimiter))
    throw badDelimiter(value);
  return delimiter;
}

/**
 * Dialect and header of a CSV file from its beginning. The delimiter is the one by which most records have as many
 * fields as the first; among equals, the one that gives more columns.
 */
export function findDialect(
  head: string,
  whole: boolean,
  given: string | null,
): { dialect: Dialect; header: readonly string[] } {
  const returnEndsLine = !head.includes('\n') && head.includes('\r');
  const escapes = head.includes('\\"') ? (['"', '\\'] as const) : (['"'] as const);
  let best: { dialect: Dialect; header: readonly string[]; share: number } | null = null;
  for (const delimiter of given === null ? CANDIDATES : [given]) {
    for (const character of escapes) {
      const dialect: Dialect = { delimiter, escape: character, returnEndsLine };
      const records = sampleRecords(head, whole, dialect);
      const header = records[0]?.fields ?? [];
      if (header.length < 2) continue;
      const same = records.filter((record) => record.fields?.length === header.length).length;
      const share = same / records.length;
      if (
        best === null ||
        share > best.share ||
        (share === best.share && header.length > best.header.length)
      ) {
        best = { dialect, header, share };
      }
    }
  }
  if (best !== null) return best;
  const dialect: Dialect = { delimiter: given ?? ',', escape: '"', returnEndsLine };
  return { dialect, header: sampleRecords(head, whole, dialect)[0]?.fields ?? [] };
}

/** The first records of a text that are not blank. */
export function sampleRecords(head: string, whole: boolean, dialect: Dialect): CsvRecord[] {
  const found: CsvRecord[] = [];
  for (const record of new CsvRecords(dialect, null, head.length).push(head, whole)) {
    if (!record.blank) found.push(record);
    if (found.length >= SAMPLE_RECORDS) break;
  }
  return found;
}
