import type { Row, Table } from '../../common/result.js';
import type { LastOrigin, Origin } from './origin.js';
import { methodTitle } from './words.js';

const MEASURES: Readonly<Record<string, string>> = {
  log_score: 'log-score',
  rmse: 'RMSE of purchases',
  mae: 'MAE of purchases',
  spend_rmse: 'RMSE of spend',
  capture: 'spend of the top tenth',
};

/** Differences between methods, what ranking errors cost, and tiers then and now. */
export function verdictTables({ verdict, evaluation }: LastOrigin): Table[] {
  const tierModel = evaluation.methods.find(({ method }) => method === (verdict.best ?? verdict.baseline))!;
  return [
    {
      id: 'comparisons',
      title: 'Differences between methods, with 95 % intervals',
      section: 'Comparison',
      description:
        'Paired bootstrap over customers; method less the one it is held against. Errors: lower is better; log-score and spend of the top tenth: higher. Where the interval from low to high holds 0 there is no winner, and MAE names none.',
      columns: [
        { id: 'measure', title: 'measure', type: 'text' },
        { id: 'method', title: 'method', type: 'text' },
        { id: 'than', title: 'against', type: 'text' },
        { id: 'difference', title: 'difference', type: 'number', digits: 4 },
        { id: 'low', title: 'low', type: 'number', digits: 4 },
        { id: 'high', title: 'high', type: 'number', digits: 4 },
        { id: 'better', title: 'better', type: 'text', wide: true },
      ],
      rows: verdict.comparisons.map(({ measure, method, than, difference, better }) => ({
        measure: MEASURES[measure]!,
        method: methodTitle(method),
        than: methodTitle(than),
        difference: difference.value,
        low: difference.low,
        high: difference.high,
        better: measure === 'mae' || better === null ? null : methodTitle(better),
      })),
    },
    {
      id: 'ranking_cost',
      title: 'What ranking errors cost: who finds the tenth that turned out best by spend',
      section: 'Comparison',
      description:
        'As many customers are chosen as there are best ones (at most a tenth, and only those who bought). Value found: their spend, over the spend of the true best.',
      columns: [
        { id: 'ranking', title: 'ranking by', type: 'text' },
        { id: 'found', title: 'best customers found', type: 'share', digits: 1, bar: true },
        { id: 'value_found', title: 'value found', type: 'share', digits: 1 },
      ],
      rows: evaluation.costs.map(({ ranking, found, valueFound }) => ({
        ranking: methodTitle(ranking),
        found,
        value_found: valueFound,
      })),
    },
    {
      id: 'tiers',
      title: `Tiers then and now, by ${methodTitle(tierModel.method)}`,
      section: 'Comparison',
      description:
        'Tiers by expected spend at the origin; shares of the spend before it, expected after it, and that came.',
      columns: [
        { id: 'tier', title: 'tier', type: 'text' },
        { id: 'share_customers', title: '% customers', type: 'share', digits: 1 },
        { id: 'share_before', title: '% spend before', type: 'share', digits: 1 },
        { id: 'share_expected', title: '% expected', type: 'share', digits: 1 },
        { id: 'share_after', title: '% that came', type: 'share', digits: 1 },
        { id: 'stayed', title: 'in the same tier by what came', type: 'share', digits: 1 },
      ],
      rows: tierModel.tiers.map((tier) => ({
        tier: tier.tier,
        share_customers: tier.shareCustomers,
        share_before: tier.shareBefore,
        share_expected: tier.shareExpected,
        share_after: tier.shareAfter,
        stayed: tier.stayed,
      })),
    },
  ];
}

/** Each origin of a rolling backtest, and the means over them. */
export function originTables(origins: readonly Origin[]): Table[] {
  const rows = origins.flatMap(({ origin, customers, evaluation, verdict }) =>
    evaluation.methods.flatMap(({ method, kind, purchases, logScore, coverage }): Row[] => {
      if (purchases === null) return [];
      const interval = verdict.aggregates[method];
      return [
        {
          origin,
          method: methodTitle(method),
          kind,
          customers,
          expected: purchases.expected,
          actual: purchases.actual,
          error: purchases.actual > 0 ? purchases.expected / purchases.actual - 1 : null,
          error_low: purchases.actual > 0 ? (interval?.low ?? null) : null,
          error_high: purchases.actual > 0 ? (interval?.high ?? null) : null,
          rmse: purchases.rmse,
          log_score: logScore,
          gini: purchases.gini,
          coverage: coverage === null ? null : coverage.observed - coverage.claimed,
        },
      ];
    }),
  );
  return [
    {
      id: 'origins',
      title: 'Each origin',
      section: 'Origins',
      description: 'Error: expected over actual purchases, less 1, with its 95 % interval over customers.',
      ...(origins.length > 1 ? {} : { wide: true }),
      columns: [
        { id: 'origin', title: 'known up to', type: 'date' },
        { id: 'method', title: 'method', type: 'text' },
        { id: 'kind', title: 'kind', type: 'text', wide: true },
        { id: 'customers', title: 'customers', type: 'count', wide: true },
        { id: 'expected', title: 'expected', type: 'number', digits: 1 },
        { id: 'actual', title: 'came', type: 'count' },
        { id: 'error', title: 'error', type: 'share', digits: 1 },
        { id: 'error_low', title: 'low', type: 'share', digits: 1, wide: true },
        { id: 'error_high', title: 'high', type: 'share', digits: 1, wide: true },
        { id: 'rmse', title: 'RMSE', type: 'number', digits: 4 },
        { id: 'log_score', title: 'log-score', type: 'number', digits: 5 },
        { id: 'gini', title: 'Gini', type: 'number', digits: 3, wide: true },
        { id: 'coverage', title: 'coverage off by', type: 'share', digits: 1, wide: true },
      ],
      rows,
    },
    {
      id: 'rolling',
      title: 'Over all origins',
      section: 'Origins',
      ...(origins.length > 1 ? {} : { wide: true }),
      columns: [
        { id: 'method', title: 'method', type: 'text' },
        { id: 'origins', title: 'origins', type: 'count' },
        { id: 'error', title: 'mean error', type: 'share', digits: 1 },
        { id: 'absolute_error', title: 'mean size of the error', type: 'share', digits: 1 },
        { id: 'rmse', title: 'mean RMSE', type: 'number', digits: 4 },
        { id: 'log_score', title: 'mean log-score', type: 'number', digits: 5 },
      ],
      rows: [...new Set(rows.map(({ method }) => method!))].map((method) => {
        const own = rows.filter((row) => row.method === method);
        const mean = (of: (row: Row) => unknown): number | null => {
          const values = own.map(of).filter((value): value is number => typeof value === 'number');
          return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
        };
        return {
          method,
          origins: own.length,
          error: mean(({ error }) => error),
          absolute_error: mean(({ error }) => (error === null ? null : Math.abs(Number(error)))),
          rmse: mean(({ rmse }) => rmse),
          log_score: mean((row) => row.log_score),
        };
      }),
    },
  ];
}

export function cohortTable({ cohorts }: LastOrigin): Table[] {
  if (cohorts.length === 0) return [];
  return [
    {
      id: 'cohorts',
      title: 'Cohorts held out: each forecast by what was learnt from all the others',
      section: 'Origins',
      columns: [
        { id: 'cohort', title: 'first bought in', type: 'text' },
        { id: 'method', title: 'method', type: 'text' },
        { id: 'kind', title: 'kind', type: 'text', wide: true },
        { id: 'customers', title: 'customers', type: 'count' },
        { id: 'expected', title: 'expected', type: 'number', digits: 1 },
        { id: 'actual', title: 'came', type: 'count' },
        { id: 'error', title: 'error', type: 'share', digits: 1 },
        { id: 'rmse', title: 'RMSE', type: 'number', digits: 4 },
        { id: 'log_score', title: 'log-score', type: 'number', digits: 5 },
      ],
      rows: cohorts.map(({ cohort, method, kind, customers, expected, actual, rmse, logScore }) => ({
        cohort,
        method: methodTitle(method),
        kind,
        customers,
        expected,
        actual,
        error: actual > 0 ? expected / actual - 1 : null,
        rmse,
        log_score: logScore,
      })),
    },
  ];
}

/** Parameters of every fit. */
export function fitTable(origins: readonly Origin[]): Table {
  return {
    id: 'fits',
    title: 'Fits at the origins',
    section: 'Origins',
    wide: true,
    columns: [
      { id: 'origin', title: 'known up to', type: 'date' },
      { id: 'model', title: 'model', type: 'text' },
      { id: 'outcome', title: 'outcome', type: 'text' },
      { id: 'parameter', title: 'parameter', type: 'text' },
      { id: 'value', title: 'value', type: 'number', digits: 5 },
    ],
    rows: origins.flatMap(({ origin, fits }) => [
      ...[...fits.fits, fits.spend].flatMap(({ model, outcome, predictor }): Row[] =>
        predictor === null
          ? [{ origin, model, outcome, parameter: null, value: null }]
          : Object.entries(predictor.parameters).map(([parameter, value]) => ({
              origin,
              model,
              outcome,
              parameter,
              value,
            })),
      ),
      ...(fits.factors == null ? [] : [fits.factors]).flatMap((factors) =>
        (['purchases', 'spend'] as const).flatMap((of): Row[] => [
          ...factors[of].links.map(({ link }, age) => factorRow(origin, `${of}, month ${age + 1}`, link)),
          factorRow(origin, `${of}, tail`, factors[of].tail),
        ]),
      ),
    ]),
  };
}

function factorRow(origin: string, parameter: string, value: number): Row {
  return { origin, model: 'cohort-factor', outcome: 'factors', parameter, value };
}
