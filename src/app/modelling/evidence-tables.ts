import type { Row, Table } from '../../common/result.js';
import type { Fit } from '../../models/fit/fit-record.js';
import type { CheckRecord, ModelRecord, WithinRecord } from '../../registry/model-record.js';

/** What speaks for and against a model, beside its certificate. */
export function evidenceTables(record: ModelRecord): Table[] {
  return [
    ...checkTable(record),
    ...segmentTable(record),
    ...bootstrapTable(record),
    ...chainTable(record),
    ...priorTable(record),
  ];
}

function checkTable({ checks = [], spend }: ModelRecord): Table[] {
  const rows = [...checks, ...(spend.within === undefined ? [] : [spreadCheck(spend.within)])];
  if (rows.length === 0) return [];
  return [
    {
      id: 'checks',
      title: 'Checks of the model against its own data',
      section: 'Fit',
      description:
        'What customers of these very ages would make under the model; low and high hold 99 % of it.',
      columns: [
        { id: 'name', title: 'what', type: 'text' },
        { id: 'seen', title: 'seen', type: 'number', digits: 3 },
        { id: 'expected', title: 'model', type: 'number', digits: 3 },
        { id: 'low', title: 'low', type: 'number', digits: 3 },
        { id: 'high', title: 'high', type: 'number', digits: 3 },
        { id: 'holds', title: 'holds', type: 'boolean' },
      ],
      rows: rows.map((each): Row => ({ ...each })),
    },
  ];
}

function spreadCheck({ dispersion, limit, holds }: WithinRecord): CheckRecord {
  return {
    name: 'how customers differ in the evenness of their spends (one p for all: 1)',
    seen: dispersion,
    expected: 1,
    low: 0,
    high: limit,
    holds,
  };
}

function segmentTable({ by }: ModelRecord): Table[] {
  if (by === undefined) return [];
  return [
    {
      id: 'segments',
      title: `Models by ${by.attribute}`,
      section: 'Model',
      description: 'Segments without a model of their own are scored with the one of the whole base.',
      columns: [
        { id: 'segment', title: by.attribute, type: 'text' },
        { id: 'customers', title: 'customers', type: 'count' },
        { id: 'purchases', title: 'purchases by', type: 'text' },
        { id: 'parameters', title: 'parameters', type: 'text' },
        { id: 'spend', title: 'spend by', type: 'text' },
        { id: 'mean_spend', title: 'mean spend', type: 'number', digits: 2 },
        { id: 'log_likelihood', title: 'log-likelihood', type: 'number', digits: 2, wide: true },
      ],
      rows: by.segments.map(({ segment, customers, frequency, spend }) => ({
        segment,
        customers,
        purchases: frequency === null ? 'whole base' : 'own model',
        parameters: frequency === null ? null : parameterText(frequency),
        spend: spend === null ? 'whole base' : 'own model',
        mean_spend: spend === null ? null : meanOf(spend.fit, spend.constant),
        log_likelihood: frequency?.logLikelihood ?? null,
      })),
    },
  ];
}

function parameterText({ predictor }: Fit): string {
  return Object.entries(predictor!.parameters)
    .map(([name, value]) => `${name} ${value.toPrecision(3)}`)
    .join(', ');
}

function meanOf({ predictor }: Fit, constant: number | null): number | null {
  if (predictor === null) return constant;
  const { p, q, gamma } = predictor.parameters as { p: number; q: number; gamma: number };
  return (p * gamma) / (q - 1);
}

function bootstrapTable({ bootstrap = [] }: ModelRecord): Table[] {
  if (bootstrap.length === 0) return [];
  return [
    {
      id: 'bootstrap',
      title: 'Bootstrap of the customers',
      section: 'Model',
      description: 'Refits with a Poisson weight for each history; low and high hold 95 % of them.',
      columns: [
        { id: 'model', title: 'model', type: 'text' },
        { id: 'parameter', title: 'parameter', type: 'text' },
        { id: 'standard_error', title: 'error', type: 'number', digits: 4 },
        { id: 'low', title: 'low', type: 'number', digits: 4 },
        { id: 'high', title: 'high', type: 'number', digits: 4 },
        { id: 'replicates', title: 'refits', type: 'count' },
      ],
      rows: bootstrap.flatMap(({ model, parameters, replicates, failed }) =>
        parameters.map(({ parameter, standardError, low, high }) => ({
          model,
          parameter,
          standard_error: standardError,
          low,
          high,
          replicates: replicates - failed,
        })),
      ),
    },
  ];
}

function chainTable({ chains = [] }: ModelRecord): Table[] {
  if (chains.length === 0) return [];
  return [
    {
      id: 'chains',
      title: 'Chains',
      section: 'Model',
      description: 'Needed: R-hat at most 1.01, effective samples of middle and tails at least 400.',
      columns: [
        { id: 'model', title: 'model', type: 'text' },
        { id: 'parameter', title: 'parameter', type: 'text' },
        { id: 'r_hat', title: 'R-hat', type: 'number', digits: 4 },
        { id: 'bulk_ess', title: 'ESS', type: 'count' },
        { id: 'tail_ess', title: 'tail ESS', type: 'count' },
        { id: 'draws', title: 'draws', type: 'count' },
      ],
      rows: chains.flatMap(({ model, parameters, chains: many, draws }) =>
        parameters.map(({ parameter, rHat, bulkEss, tailEss }) => ({
          model,
          parameter,
          r_hat: rHat,
          bulk_ess: Math.floor(bulkEss),
          tail_ess: Math.floor(tailEss),
          draws: many * draws,
        })),
      ),
    },
  ];
}

function priorTable({ priors = [] }: ModelRecord): Table[] {
  if (priors.length === 0) return [];
  return [
    {
      id: 'priors',
      title: 'Priors',
      section: 'Model',
      description:
        'Normal on coordinates without a unit: times are over the median age, money over the median spend.',
      columns: [
        { id: 'model', title: 'model', type: 'text' },
        { id: 'coordinate', title: 'coordinate', type: 'text' },
        { id: 'mean', title: 'mean', type: 'number', digits: 2 },
        { id: 'sd', title: 'sd', type: 'number', digits: 2 },
        { id: 'from', title: 'from', type: 'text' },
      ],
      rows: priors.map(({ isDefault, model, coordinate, mean, sd }) => ({
        model,
        coordinate,
        mean,
        sd,
        from: isDefault ? 'default' : 'config',
      })),
    },
  ];
}
