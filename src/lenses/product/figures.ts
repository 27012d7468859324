import type { Cell, Figure, Row, Table } from '../../common/result.js';
import type { Cohort } from '../lens3/cohort.js';
import { fixed, inCurrency, percent } from '../wording.js';
import type { ProductFacts } from './facts.js';
import { OTHER } from './labels.js';

/** Pictures of the product lens; each title says what is found. */
export function figures(found: ProductFacts, cohort: Cohort | null): Figure[] {
  const { scope, leading, bestTenth, lastTenth, pair, bestEntry, commonEntry } = found;
  const { words, currency, level, metric, shortLabels } = scope;
  const per = level === 'category' ? 'categories_per_customer' : 'products_per_customer';
  const list: Figure[] = [];
  if (leading !== null) {
    const title = `"${leading.category}" reaches ${percent(leading.penetration)} of the active customers`;
    list.push({
      id: 'category_map',
      title,
      kind: 'scatter',
      table: 'categories',
      without: { category: OTHER },
      x: 'penetration',
      y: ['spend_per_buyer'],
      series: 'category',
      xLabel: 'penetration (share of active customers)',
      yLabel: `spend per buyer${inCurrency(currency)}`,
      alternative: `Map of the ${words.many} by penetration and spend per buyer: ${title}${Number(leading[metric]) > 0 ? `; it brings most ${metric}` : ''}.`,
    });
  }
  if (bestTenth !== null) {
    const title =
      lastTenth === null
        ? `The best customers buy ${fixed(bestTenth[per])} ${words.many} each`
        : `The best tenth buys ${fixed(bestTenth[per])} ${words.many} each, the last ${fixed(lastTenth[per])}`;
    list.push({
      id: 'breadth_bars',
      title,
      kind: 'bar',
      table: 'breadth',
      x: 'decile',
      y: [per],
      xLabel: 'tenth of the customers, 1 is the best',
      yLabel: `${words.many} per customer`,
      alternative: `Bars of ${words.many} per customer by tenth: ${title.toLowerCase()}.`,
    });
  }
  if (shortLabels.size > 1) {
    const title =
      pair === null
        ? 'No pair is bought together clearly more often than by chance'
        : `"${pair.category}" and "${pair.other}" go together most: ${fixed(pair.lift)} times chance`;
    list.push({
      id: 'co_buying_map',
      title,
      kind: 'heatmap',
      table: 'co_buying',
      x: 'other',
      y: ['lift'],
      series: 'category',
      xLabel: `also bought this ${words.one}`,
      yLabel: 'lift (1 = as by chance)',
      alternative: `Heat map of the lift of each pair of ${words.many}: ${title}.`,
    });
  }
  if (commonEntry !== null && Number(commonEntry.customers) > 0) {
    const title =
      bestEntry === null
        ? `No way in is clearly worth more than the mean`
        : `Customers who came in by "${bestEntry.category}" are worth ${fixed(bestEntry.value_index)} times the mean`;
    list.push({
      id: 'entry_value',
      title,
      kind: 'bar',
      table: 'entry',
      x: 'category',
      y: ['value_index'],
      interval: { low: 'low', high: 'high' },
      xLabel: `${words.one} of the first order`,
      yLabel: 'value index (1 = mean of all)',
      alternative: `Bars of the value index by ${words.one} of the first order, with 95 % intervals: ${title}.`,
    });
  }
  if (cohort !== null) list.push(reach(found, cohort));
  return list;
}

/** How far each category reaches in the cohort. */
function reach(found: ProductFacts, cohort: Cohort): Figure {
  const { words } = found.scope;
  const widest = widestReach(found.tables);
  const unfinished = unfinishedAge(found.tables);
  return {
    id: 'penetration_map',
    title:
      widest === null
        ? noReach(found, cohort)
        : `${percent(widest.cumulative_share)} of the customers acquired in ${cohort.label} have bought "${widest.category}" by age ${widest.age}`,
    kind: 'heatmap',
    table: 'penetration',
    x: 'age',
    y: ['share'],
    series: 'category',
    ...(unfinished === undefined ? {} : { without: { age: unfinished } }),
    xLabel: `${cohort.granularity}s since acquisition${unfinished === undefined ? '' : `; the last is not over: left out`}`,
    yLabel: 'share of the cohort',
    alternative: `Heat map of the share of the cohort of ${cohort.label} that buys each ${words.one}, by ${cohort.granularity} since acquisition; see the table beneath.`,
  };
}

function noReach({ scope, tables }: ProductFacts, { label, granularity }: Cohort): string {
  const known = completeAges(tables);
  if (known.length === 0) return `Customers acquired in ${label}: no ${granularity} is over yet`;
  return known.some((row) => Number(row.cumulative_customers) > 0)
    ? `Customers acquired in ${label}: who buys which ${scope.words.one}`
    : `Nobody of ${label} bought in a ${granularity} that is over`;
}

function completeAges(tables: readonly Table[]): readonly Row[] {
  const rows = tables.find(({ id }) => id === 'penetration')?.rows ?? [];
  return rows.filter(({ complete }) => complete === true);
}

/** The category that most of the cohort have bought by its last complete age. */
function widestReach(tables: readonly Table[]): Row | null {
  const known = completeAges(tables);
  const last = Math.max(...known.map(({ age }) => Number(age)));
  const reach = (row: Row) => Number(row.cumulative_customers);
  return known
    .filter((row) => Number(row.age) === last && reach(row) > 0 && row.category !== OTHER)
    .reduce<Row | null>((best, row) => (best === null || reach(row) > reach(best) ? row : best), null);
}

/** The last age, where it is not over and not the only one. */
function unfinishedAge(tables: readonly Table[]): Cell | undefined {
  const rows = tables.find(({ id }) => id === 'penetration')?.rows ?? [];
  const last = rows.at(-1);
  return last?.complete === false && Number(last.age) > 0 ? last.age : undefined;
}
