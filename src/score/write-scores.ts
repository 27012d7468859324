import { exportQuery } from '../store/export.js';
import { identifier, isFormula } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { LESS_CAC, lessCacText } from './less-cac.js';
import type { ScoreTerms } from './score-terms.js';
import { MEAN_INTERVAL, SCORE_COLUMNS, type ScoredFile, scoresQuery } from './scores-query.js';

/**
 * Writes scores as CSV or Parquet, one row a visible customer, ordered by id; with the value less the cost to win them, and with
 * the interval of the expected purchases, where these are asked for. In CSV an id that a spreadsheet would take for a formula
 * gets a leading quote. Other statements may run meanwhile.
 */
export async function writeScores(
  store: Store,
  scores: ScoredFile,
  path: string,
  form: 'csv' | 'parquet',
  terms: Pick<ScoreTerms, 'digits' | 'cac' | 'meanInterval'>,
): Promise<void> {
  const less = lessCacText(terms);
  const means = terms.meanInterval ? MEAN_INTERVAL : [];
  const further = ['', ...means, ...(less === null ? [] : [`${less} as ${LESS_CAC}`])];
  const rows = `from (${scoresQuery(scores, 'where is_visible', further.join(', '))}) order by customer_id`;
  const names = SCORE_COLUMNS.flatMap((name): readonly string[] => {
    if (name === 'expected_purchases') return [name, ...means];
    return name === 'clv_high' && less !== null ? [name, LESS_CAC] : [name];
  });
  const beside = { run: (text: string) => store.runBeside(text) };
  await (form === 'csv'
    ? exportQuery(beside, `select ${lineText(scores, names)} ${rows}`, path, 'titled lines')
    : exportQuery(beside, `select ${columnsText(names, terms.digits)} ${rows}`, path, 'parquet'));
}

/** Of one type in every Parquet file, however large the values are. */
const MONEY = ['expected_spend', 'clv', 'clv_low', 'clv_high', LESS_CAC];

function columnsText(names: readonly string[], digits: number): string {
  return names
    .map((name) =>
      MONEY.includes(name)
        ? `cast(${identifier(name)} as decimal(38, ${digits})) as ${identifier(name)}`
        : identifier(name),
    )
    .join(', ');
}

/** What can be told of a row, but is not the same for all. */
const BY_ROW: ReadonlySet<string> = new Set(['basis', 'tier']);

/**
 * A row as a line of CSV. The engine looks at every character of a cell for what has to be quoted, which costs as much as to
 * write the cell; here only an id can hold such a one. Neighbours that are the same for all become one text.
 */
function lineText({ told }: ScoredFile, names: readonly string[]): string {
  const cells: string[] = [];
  let alike: string[] = [];
  for (const [i, name] of names.entries()) {
    const isAlike = told.has(name) && !BY_ROW.has(name);
    if (!isAlike && alike.length > 0) cells.push(`concat(${alike.join(', ')})`);
    if (!isAlike) alike = [];
    (isAlike ? alike : cells).push(
      name === 'customer_id' ? ID : TEXTS.has(name) ? quoted(name) : identifier(name),
    );
    if (i < names.length - 1) alike.push(`','`);
  }
  if (alike.length > 0) cells.push(`concat(${alike.join(', ')})`);
  return `concat(${cells.join(', ')}) as ${identifier(names.join(','))}`;
}

/** Texts that are not the program's own words. */
const TEXTS: ReadonlySet<string> = new Set(['model_id', 'currency']);

function quoted(name: string, before = ''): string {
  const marks = [`','`, `'"'`, `'#'`, 'chr(10)', 'chr(13)'].map((mark) => `contains(${name}, ${mark})`);
  return `case when ${name} = '' or ${marks.join(' or ')} then concat('"', ${before}replace(${name}, '"', '""'), '"') else ${before === '' ? name : `concat(${before}${name})`} end`;
}

const ID = `case when ${isFormula('customer_id')} then ${quoted('customer_id', "'''', ")} else ${quoted('customer_id')} end`;
