import type { ModelRecord } from './model-record.js';

/** The backtest and the gates of a model in Markdown. */
export function backtestLines({ backtest, gates }: ModelRecord): string[] {
  return [...measured(backtest ?? null), '', ...gateLines(gates)];
}

function measured(backtest: NonNullable<ModelRecord['backtest']> | null): string[] {
  if (backtest === null) return ['None: the history is too short to hold a part of it out.'];
  const { origin, days, customers, sampledOneIn, methods, coverage, ratio } = backtest;
  return [
    `Fitted to what was known on ${origin}, and compared with the ${days} days that followed: ${customers.toLocaleString('en-US')} customers${sampledOneIn > 1 ? ` (one in ${sampledOneIn})` : ''}. Every customer counts, also those who did not come back.`,
    '',
    '| method | expected | came | off by | RMSE | log-score | Gini |',
    '|---|---|---|---|---|---|---|',
    ...methods.map(
      ({ method, kind, expected, actual, arpe, rmse, logScore, gini }) =>
        `| ${method}${kind === 'model' ? '' : ' (simple rule)'} | ${expected.toFixed(1)} | ${actual} | ${arpe === null ? '–' : `${(100 * arpe).toFixed(1)} %`} | ${rmse.toFixed(4)} | ${logScore?.toFixed(5) ?? '–'} | ${gini?.toFixed(3) ?? '–'} |`,
    ),
    ...(ratio == null
      ? []
      : [
          '',
          `How much better than a spreadsheet: the error (RMSE) is ${ratio.value.toFixed(3)} of that of the best simple rule, ${ratio.rule} (95 %: ${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}).`,
        ]),
    ...(coverage === null
      ? []
      : [
          '',
          `80 % intervals claimed ${(100 * coverage.claimed).toFixed(1)} % of the customers and held ${(100 * coverage.observed).toFixed(1)} %.`,
        ]),
  ];
}

export function gateLines(gates: ModelRecord['gates'] = []): string[] {
  if (gates.length === 0) return ['No gates were asked for.'];
  return [
    '| gate | needed | found | outcome |',
    '|---|---|---|---|',
    ...gates.map(({ gate, needed, found, outcome }) => `| ${gate} | ${needed} | ${found} | ${outcome} |`),
  ];
}
