import { rounded } from '../common/rounded.js';
import type { Fit } from '../models/fit/fit-record.js';
import { backtestLines } from './card-backtest.js';
import { evidenceLines } from './card-evidence.js';
import type { ModelLineage, StoredModel, WithinRecord } from './model-record.js';

const ASSUMPTIONS: Readonly<Record<string, string>> = {
  bgnbd:
    'Alive customers buy at random with a rate of their own (gamma over customers); after each purchase a customer leaves with a chance of their own (beta over customers). Who never bought again counts as alive.',
  mbgnbd: 'Like BG/NBD, but a customer may leave right after the first purchase too.',
  paretonbd:
    'Alive customers buy at random with a rate of their own (gamma over customers) and leave at a random time with a rate of their own (gamma over customers).',
  mbgcnbd:
    'Alive customers buy with some regularity: a purchase is every k-th event of a random process with a rate of their own (gamma over customers). After each purchase, the first too, a customer leaves with a chance of their own (beta over customers).',
  bgbb: 'Time counts calendar months. Alive customers buy in a month with a chance of their own (beta over customers) and leave before a month with a chance of their own (beta over customers).',
  nbd: 'Customers buy at random with a rate of their own (gamma over customers) and never leave.',
};

const OCCASIONS = {
  day: 'a day with purchases',
  order: 'an order',
  month: 'a calendar month with purchases',
};

/** The model card in Markdown: what the model takes for granted, what it saw, how sure it is, what it is for. */
export function modelCard({ id, record }: StoredModel, lineage: ModelLineage): string {
  const { frequency, spend, choice } = record;
  const lines = [
    `# Model ${id}`,
    '',
    record.status === 'usable'
      ? 'Certified and usable.'
      : `**Rejected**: ${reasons(frequency, spend.fit).join(' ')} Scores are never made from it.`,
    '',
    '## What it is',
    '',
    `- Purchases: ${frequency.model}. ${ASSUMPTIONS[frequency.predictor?.model ?? frequency.model] ?? ''}${limitWords(frequency)}`,
    `- Spend of a purchase: Gamma-Gamma on ${spend.history === 'all' ? 'all occasions' : 'the repeat occasions (the first is left out)'}. ${spend.constant === null ? `Each customer has a mean of their own, independent of how often they buy.${limitWords(spend.fit)}` : 'Every customer spends the same.'}`,
    `- An occasion is ${OCCASIONS[record.occasion]}; ${record.occasion === 'month' ? 'chances are those of such a month' : `times are in ${frequency.timeUnit?.name ?? 'week'}s`}.`,
    '',
    '## Data',
    '',
    `- Orders from ${record.firstOrderDate} to ${record.asOf}${record.currency === null ? '' : `, in ${record.currency}`}, time zone ${record.timeZone}.`,
    `- ${count(record.customers)} customers in ${count(frequency.groups)} distinct histories; ${count(frequency.dataSpan.repeaters ?? 0)} bought on more than one occasion.`,
    `- ${count(record.customersAfter)} customers first bought later and are not part of it.`,
    `- Rows: ${count(lineage.rowsRead)} read, ${count(lineage.rowsUsed)} used, ${count(lineage.rowsQuarantined)} quarantined. Files and their hashes: lineage.json.`,
    '',
    '## Parameters',
    '',
    ...parameters(frequency),
    '',
    ...parameters(spend.fit),
    ...(spend.constant === null ? [] : ['', `Every customer spends the same: ${spend.constant}.`]),
    ...(spend.correlation === null
      ? []
      : [
          '',
          `Correlation of purchases with mean spend: ${thousandths(spend.correlation.value)} (95 %: ${thousandths(spend.correlation.low)} to ${thousandths(spend.correlation.high)}).`,
        ]),
    ...(spend.within === undefined ? [] : ['', withinLine(spend.within)]),
    '',
    '## Certificate',
    '',
    ...certificate(frequency),
    '',
    ...certificate(spend.fit),
    '',
    ...evidenceLines(record),
    '## Choice',
    '',
    `Asked for: ${choice.asked}.`,
    ...choice.reasons.map(({ text }) => `${text}`),
    '',
    '## Backtest',
    '',
    ...backtestLines(record),
    '',
    '## Intended use',
    '',
    'Ranking customers, sizing what a customer base will bring, choosing whom to look after. Values are expectations with wide intervals: use them for groups, and for one customer only with the interval.',
    '',
    '## Limits',
    '',
    '- No seasons, campaigns, prices or other causes: the future goes on like the past that was seen.',
    '- P(alive) is a belief given the silence so far, not a fact about a person.',
    '- Merging purchases of one day biases rates a little in large bases.',
    '- The backtest takes an order that came again for known from its newest load on: it may know less than was known then, never more.',
    '- Not for decisions about credit, price or service level of a single person.',
    '',
  ];
  return `${lines.join('\n')}`;
}

/** At a limit less of what the model takes for granted is left. */
function limitWords({ limit }: Fit): string {
  return limit === null ? '' : ` Here it is at its limit: ${limit.name}.`;
}

function thousandths(value: number): string {
  return rounded(value, 3);
}

function withinLine({ customers, p, pError, dispersion, dispersionError, holds }: WithinRecord): string {
  return `One p for all (spread of spends within ${count(customers)} customers): p ${p.toPrecision(4)} (error ${pError.toPrecision(2)}); customers differ ${dispersion.toFixed(3)} times (error ${dispersionError.toFixed(3)}) as much as one p makes${holds ? '' : ' – **does not hold**'}.`;
}

function parameters(fit: Fit): string[] {
  if (fit.predictor === null) return [`${fit.model}: none (${fit.outcome}).`];
  const { parameters: shown, standardErrors } = fit.limit ?? {
    parameters: fit.predictor.parameters,
    standardErrors: fit.standardErrors,
  };
  return [
    `${fit.model} (${fit.outcome}), log-likelihood ${fit.logLikelihood?.toFixed(4)}:`,
    '',
    '| parameter | value | standard error |',
    '|---|---|---|',
    ...Object.entries(shown).map(
      ([name, value]) =>
        `| ${name} | ${value.toPrecision(6)} | ${standardErrors?.[name]?.toPrecision(4) ?? '–'} |`,
    ),
    ...fit.reasons.map(({ text }) => `\n${text}`),
  ];
}

function certificate({ model, certificate: seal }: Fit): string[] {
  if (seal === null) return [`${model}: none.`];
  return [
    `${model}: ${seal.passed ? 'passed' : `not passed (${seal.failures.join(', ')})`}. Gradient ${seal.gradient.toExponential(1)}, Newton decrement ${seal.decrement.toExponential(1)}, curvature ${seal.curvature.toExponential(1)}; ${seal.agreeing} of ${seal.starts} starts agree.`,
    ...seal.nested.map(
      (each) =>
        `Nested ${each.model === model ? `${model} without dropout` : each.model}: ${each.logLikelihood.toFixed(4)}, ${each.holds ? 'not above' : 'ABOVE'}.`,
    ),
  ];
}

function reasons(...fits: readonly Fit[]): string[] {
  return fits
    .filter(({ predictor }) => predictor === null)
    .flatMap((fit) => fit.reasons.map(({ text }) => text));
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
