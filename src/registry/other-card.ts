import { rounded } from '../common/rounded.js';
import { gateLines } from './card-backtest.js';
import type { OtherModel } from './model-file.js';
import type { ModelLineage } from './model-record.js';
import type { ContractRecord, FactorRecord } from './other-records.js';

/** The card of a model of contracts or of cohort factors. */
export function otherCard({ id, record }: OtherModel, lineage: ModelLineage): string {
  const body = record.kind === 'contract' ? contract(record) : factors(record);
  const lines = [
    `# Model ${id}`,
    '',
    record.status === 'usable'
      ? 'Usable.'
      : `**Rejected**: ${record.reasons.map(({ text }) => text).join(' ')}`,
    '',
    ...body,
    '',
    `Rows: ${count(lineage.rowsRead)} read, ${count(lineage.rowsUsed)} used. Files and their hashes: lineage.json.`,
    '',
  ];
  return lines.join('\n');
}

function contract({ frequency, survivors, customers }: ContractRecord): string[] {
  const { predictor, standardErrors } = frequency;
  return [
    '## What it is',
    '',
    'sBG: at each renewal a customer leaves with a chance of their own (beta over customers). Retention rises with age because those who are likely to leave do so first, not because loyalty grows.',
    '',
    '## Data',
    '',
    `One cohort of ${count(customers)} customers, counted at ${survivors.length - 1} renewals.`,
    '',
    '## Parameters',
    '',
    ...(predictor === null
      ? ['None.']
      : Object.entries(predictor.parameters).map(
          ([name, value]) =>
            `- ${name} ${value.toPrecision(6)} (error ${standardErrors?.[name]?.toPrecision(4) ?? '–'})`,
        )),
    `- log-likelihood ${frequency.logLikelihood?.toFixed(4) ?? '–'}, certificate ${frequency.certificate?.passed ? 'passed' : 'not passed'}`,
    '',
    '## Intended use',
    '',
    'Retention and worth of contracts that are renewed, of one cohort as a whole.',
    '',
    '## Limits',
    '',
    '- One cohort, one kind of contract: prices and terms that change are not in it.',
    '- It scores no single customers.',
  ];
}

function factors({ asOf, firstOrderDate, links, tail, customers, backtest, gates }: FactorRecord): string[] {
  return [
    '## What it is',
    '',
    'Value-to-date factors: what the cohorts of acquisition brought by one age over what they had brought by the age before. A customer is worth their value to date times the growth still to come at their age.',
    '',
    '## Data',
    '',
    `- Orders from ${firstOrderDate} to ${asOf}, ${count(customers)} customers.`,
    `- Factors of ${links.length} ages in months; beyond, the growth falls like ${tail.toFixed(3)} over the age.`,
    '',
    '## Backtest',
    '',
    backtest === null
      ? 'None: the history is too short to hold out.'
      : `The last ${backtest.months} months held out: ${count(Math.round(backtest.predicted))} predicted, ${count(Math.round(backtest.actual))} came (${signed(backtest.predicted / backtest.actual - 1)}); as much as in the months before would have been ${count(Math.round(backtest.sameAsBefore))} (${signed(backtest.sameAsBefore / backtest.actual - 1)}).`,
    '',
    ...gateLines(gates),
    '',
    '## Intended use',
    '',
    'Sizing what a customer base will bring, and comparing cohorts.',
    '',
    '## Limits',
    '',
    '- Customers of one age differ by their value to date alone: silence is not seen, nor are single customers certain at all. There is no interval.',
    '- Good for sums over a small base, and an honest stand-in where too few customers came again for a model.',
  ];
}

function signed(share: number): string {
  return `${share < 0 ? '' : '+'}${rounded(100 * share, 1)} %`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
