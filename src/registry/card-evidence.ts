import type {
  BootstrapRecord,
  ChainRecord,
  CheckRecord,
  ModelRecord,
  PriorRecord,
  TrackRecord,
} from './model-record.js';

/** Checks, segments, refits, chains and priors of a model, in Markdown. */
export function evidenceLines({
  checks = [],
  track,
  by,
  bootstrap = [],
  chains = [],
  priors = [],
}: ModelRecord): string[] {
  return [
    ...section('Checks against its own data', checks.map(checkLine)),
    ...section('Repeat purchases over time', track === undefined ? [] : trackLines(track)),
    ...section(
      `Models by ${by?.attribute ?? ''}`,
      (by?.segments ?? []).map(
        ({ segment, customers, frequency, spend }) =>
          `- ${segment}: ${customers.toLocaleString('en-US')} customers, purchases by ${own(frequency)}, spend by ${own(spend)}.`,
      ),
    ),
    ...section('Bootstrap of the customers', bootstrap.flatMap(bootstrapLines)),
    ...section('Chains', chains.flatMap(chainLines)),
    ...section('Priors', priors.map(priorLine)),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];
}

function own(model: unknown): string {
  return model === null ? 'the model of the whole base' : 'a model of its own';
}

function checkLine({ name, seen, expected, low, high, holds }: CheckRecord): string {
  return `- ${name}: ${short(seen)} seen, ${short(expected)} by the model (99 %: ${short(low)} to ${short(high)})${holds ? '' : ' – **does not hold**'}.`;
}

function trackLines({ blocks }: TrackRecord): string[] {
  let seen = 0;
  let expected = 0;
  return [
    '| up to week | seen | model | seen so far | model so far |',
    '|---|---|---|---|---|',
    ...blocks.map((block) => {
      seen += block.purchases;
      expected += block.expected;
      const cells = [block.lastWeek, block.purchases, block.expected, seen, expected];
      return `| ${cells.map((cell) => Math.round(cell).toLocaleString('en-US')).join(' | ')} |`;
    }),
  ];
}

function bootstrapLines({ model, replicates, failed, parameters }: BootstrapRecord): string[] {
  return parameters.map(
    ({ parameter, standardError, low, high }) =>
      `- ${model} ${parameter}: error ${standardError?.toPrecision(4) ?? '–'}, 95 % from ${low?.toPrecision(4) ?? '–'} to ${high?.toPrecision(4) ?? '–'} (${replicates - failed} refits).`,
  );
}

function chainLines({ model, chains, draws, acceptance, parameters }: ChainRecord): string[] {
  return [
    `${model}: ${chains} chains of ${draws.toLocaleString('en-US')} kept draws, ${Math.round(100 * acceptance)} % of the moves taken.`,
    '',
    '| parameter | R-hat | ESS | tail ESS | trace of each chain |',
    '|---|---|---|---|---|',
    ...parameters.map(({ parameter, rHat, bulkEss, tailEss, trace }) => {
      const all = trace.flat();
      const low = Math.min(...all);
      const high = Math.max(...all);
      const lines = trace.map((chain) => sparkline(chain, low, high)).join('<br>');
      return `| ${parameter} | ${rHat.toFixed(4)} | ${Math.floor(bulkEss)} | ${Math.floor(tailEss)} | ${lines} |`;
    }),
    '',
  ];
}

const LEVELS = '▁▂▃▄▅▆▇█';

function sparkline(values: readonly number[], low: number, high: number): string {
  return values
    .map((value) => LEVELS[Math.min(7, Math.floor((8 * (value - low)) / Math.max(high - low, 1e-300)))])
    .join('');
}

function priorLine({ model, coordinate, mean, sd, isDefault }: PriorRecord): string {
  return `- ${model}, ${coordinate}: normal, mean ${mean}, sd ${sd}${isDefault ? '' : ' (from the config)'}.`;
}

function short(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(4);
}
