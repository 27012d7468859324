import type { Row, Table } from '../../common/result.js';
import type { Fit } from '../../models/fit/fit-record.js';
import type { StoredModel } from '../../registry/model-record.js';
import { evidenceTables } from './evidence-tables.js';
import type { Part } from './part.js';

/** What a model is: its record, parameters with errors, certificate, and the models it was chosen from. */
export function modelTables({ id, record }: StoredModel): Part {
  const { frequency, spend, choice } = record;
  const fits = [frequency, spend.fit];
  const parameters = fits.flatMap(parameterRows);
  return {
    tables: [
      {
        id: 'model',
        title: 'The model',
        section: 'Model',
        layout: 'record',
        columns: [
          { id: 'model_id', title: 'model', type: 'text' },
          { id: 'status', title: 'status', type: 'text' },
          { id: 'as_of', title: 'observed to', type: 'date' },
          { id: 'customers', title: 'customers', type: 'count' },
          { id: 'repeaters', title: 'of these, bought again', type: 'count' },
          { id: 'groups', title: 'distinct histories', type: 'count' },
          { id: 'purchases', title: 'repeat purchases', type: 'count' },
          { id: 'spenders', title: 'customers of the spend model', type: 'count' },
          { id: 'correlation', title: 'correlation of purchases and mean spend', type: 'number', digits: 3 },
          { id: 'correlation_low', title: 'its 95 % interval: low', type: 'number', digits: 3 },
          { id: 'correlation_high', title: 'its 95 % interval: high', type: 'number', digits: 3 },
        ],
        rows: [
          {
            model_id: id,
            status: record.status,
            as_of: record.asOf,
            customers: record.customers,
            repeaters: frequency.dataSpan.repeaters ?? 0,
            groups: frequency.groups,
            purchases: frequency.dataSpan.repeatPurchases ?? 0,
            spenders: spend.fit.customers,
            correlation: spend.correlation?.value ?? null,
            correlation_low: spend.correlation?.low ?? null,
            correlation_high: spend.correlation?.high ?? null,
          },
        ],
      },
      {
        id: 'parameters',
        title: 'Parameters',
        section: 'Model',
        description: `${record.occasion === 'month' ? 'Chances are those of a calendar month.' : `Times are in ${record.timeUnit.name}s.`} The error is one standard error.`,
        columns: [
          { id: 'model', title: 'model', type: 'text' },
          { id: 'parameter', title: 'parameter', type: 'text' },
          { id: 'value', title: 'value', type: 'number', digits: digitsFor(parameters) },
          { id: 'standard_error', title: 'error', type: 'number', digits: digitsFor(parameters) },
        ],
        rows: parameters,
      },
      {
        id: 'likelihood',
        title: 'Fits',
        section: 'Model',
        description: 'Of models of purchases, the lower BIC is the better one. Spend is on another scale.',
        columns: [
          { id: 'model', title: 'model', type: 'text' },
          { id: 'outcome', title: 'outcome', type: 'text' },
          { id: 'log_likelihood', title: 'log-likelihood', type: 'number', digits: 4 },
          { id: 'bic', title: 'BIC', type: 'number', digits: 2 },
          { id: 'chosen', title: 'chosen', type: 'boolean' },
        ],
        rows: [
          ...choice.candidates.map(({ model, outcome, logLikelihood, bic, chosen }) => ({
            model,
            outcome,
            log_likelihood: logLikelihood,
            bic,
            chosen,
          })),
          {
            model: 'gammagamma',
            outcome: spend.constant === null ? spend.fit.outcome : 'one spend for all',
            log_likelihood: spend.fit.logLikelihood,
            bic: spend.fit.bic,
            chosen: true,
          },
        ],
      },
      certificateTable(fits),
      ...evidenceTables(record),
    ],
    figures: [],
  };
}

/** The nested model of a kind that has no name for it is the same without dropout. */
function nestedName(nested: string, model: string): string {
  return nested === model ? `${model} without dropout` : nested;
}

/** At a limit, the limit's own parameters: the others are gone. */
function parameterRows({ model, predictor, standardErrors, limit }: Fit): Row[] {
  if (predictor === null) return [];
  const of = limit === null ? predictor.parameters : limit.parameters;
  const errors = limit === null ? standardErrors : limit.standardErrors;
  return Object.entries(of).map(([parameter, value]) => ({
    model: limit === null ? model : `${model}, limit`,
    parameter,
    value,
    standard_error: errors?.[parameter] ?? null,
  }));
}

/** Four digits after the point, and more where a rate of vast spends would read as zero. */
function digitsFor(rows: readonly Row[]): number {
  const sizes = rows.flatMap(({ value }) => (Number(value) === 0 ? [] : [Math.abs(Number(value))]));
  return Math.min(14, Math.max(4, 2 - Math.floor(Math.log10(Math.min(...sizes, 1)))));
}

function certificateTable(fits: readonly Fit[]): Table {
  return {
    id: 'certificate',
    title: 'Certificate of the optimum',
    section: 'Model',
    description: 'A fit is used only when each test passes.',
    columns: [
      { id: 'model', title: 'model', type: 'text' },
      { id: 'test', title: 'test', type: 'text' },
      { id: 'value', title: 'value', type: 'text' },
      { id: 'needed', title: 'needed', type: 'text' },
      { id: 'passes', title: 'passes', type: 'boolean' },
    ],
    rows: fits.flatMap(certificateRows),
  };
}

function certificateRows({ model, certificate }: Fit): Row[] {
  if (certificate === null) return [];
  const { gradient, decrement, curvature, agreeing, starts, logLikelihoodSpread, predictionSpread, nested } =
    certificate;
  const row = (test: string, value: string, needed: string, passes: boolean) => ({
    model,
    test,
    value,
    needed,
    passes,
  });
  return [
    row('largest gradient a customer', gradient.toExponential(1), 'below 1e-8', gradient < 1e-8),
    row('Newton decrement', decrement.toExponential(1), 'below 1e-8', decrement < 1e-8),
    row('smallest curvature a customer', curvature.toExponential(1), 'above 1e-6', curvature > 1e-6),
    row('starts that agree', `${agreeing} of ${starts}`, 'at least 3', agreeing >= 3),
    row(
      'their log-likelihoods differ by',
      logLikelihoodSpread.toExponential(1),
      'at most 1e-6',
      logLikelihoodSpread <= 1e-6,
    ),
    row(
      'their predictions differ by',
      predictionSpread.toExponential(1),
      'at most 1e-5',
      predictionSpread <= 1e-5,
    ),
    ...nested.map((each) =>
      row(
        `${nestedName(each.model, model)} is not above`,
        each.logLikelihood.toFixed(4),
        'below',
        each.holds,
      ),
    ),
  ];
}
