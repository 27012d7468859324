import type { Row, Table } from '../../common/result.js';
import { sbg } from '../../models/sbg/index.js';
import type { SbgParameters } from '../../models/sbg/model.js';
import type { ContractRecord } from '../../registry/other-records.js';

/** Discount of the renewals to come, a period. */
const RATE = 0.1;

/** Parameters, and survivors and retention as seen and as the model goes on. */
export function contractTables(id: string, { frequency, survivors, status }: ContractRecord): Table[] {
  const parameters = frequency.predictor?.parameters as SbgParameters | undefined;
  return [
    {
      id: 'model',
      title: 'The model',
      section: 'Model',
      layout: 'record',
      columns: [
        { id: 'model_id', title: 'model', type: 'text' },
        { id: 'status', title: 'status', type: 'text' },
        { id: 'customers', title: 'customers', type: 'count' },
        { id: 'log_likelihood', title: 'log-likelihood', type: 'number', digits: 4 },
        { id: 'certificate', title: 'certificate', type: 'text' },
      ],
      rows: [
        {
          model_id: id,
          status,
          customers: survivors[0]!,
          log_likelihood: frequency.logLikelihood,
          certificate: frequency.certificate?.passed ? 'passed' : 'not passed',
        },
      ],
    },
    {
      id: 'parameters',
      title: 'Parameters',
      section: 'Model',
      columns: [
        { id: 'parameter', title: 'parameter', type: 'text' },
        { id: 'value', title: 'value', type: 'number', digits: 4 },
        { id: 'standard_error', title: 'error', type: 'number', digits: 4 },
      ],
      rows: Object.entries(parameters ?? {}).map(
        ([parameter, value]): Row => ({
          parameter,
          value,
          standard_error: frequency.standardErrors?.[parameter] ?? null,
        }),
      ),
    },
    {
      id: 'survival',
      title: 'Survivors by renewal',
      section: 'Fit',
      description: `As many renewals again are foreseen. Renewals to come: expected of a customer before the next one, each discounted ${100 * RATE} % a period.`,
      columns: [
        { id: 'renewal', title: 'renewals', type: 'count' },
        { id: 'survivors', title: 'survivors', type: 'count' },
        { id: 'expected', title: 'model', type: 'number', digits: 1 },
        { id: 'retention', title: 'retention', type: 'share', digits: 1 },
        { id: 'expected_retention', title: 'model', type: 'share', digits: 1 },
        { id: 'to_come', title: 'renewals to come', type: 'number', digits: 2 },
      ],
      rows: parameters === undefined ? [] : survival(survivors, parameters),
    },
  ];
}

function survival(survivors: readonly number[], parameters: SbgParameters): Row[] {
  return Array.from({ length: 2 * survivors.length - 1 }, (_, t) => ({
    renewal: t,
    survivors: survivors[t] ?? null,
    expected: survivors[0]! * sbg.survival(parameters, t),
    retention:
      t > 0 && survivors[t] !== undefined && survivors[t - 1]! > 0 ? survivors[t]! / survivors[t - 1]! : null,
    expected_retention: t > 0 ? sbg.retention(parameters, t) : null,
    to_come: sbg.residualLifetime(parameters, t + 1, RATE),
  }));
}
