import { ClvError } from '../../common/errors.js';
import { emptyPeriod } from '../../common/messages/lenses.js';
import type { Note } from '../../common/result.js';
import { leftTruncation } from '../left-truncation.js';
import { periodTotals } from '../lens1/totals.js';
import { chooseCohort } from '../lens3/cohort.js';
import { chooseMetric } from '../metric.js';
import type { LensReport } from '../report.js';
import { answers } from './answers.js';
import { basket } from './basket.js';
import { breadth } from './breadth.js';
import { byAttribute } from './by-attribute.js';
import { categories } from './categories.js';
import { coBuying } from './co-buying.js';
import { entry } from './entry.js';
import { facts } from './facts.js';
import { favourites } from './favourites.js';
import { figures } from './figures.js';
import { forwardValue } from './forward-value.js';
import { readLabels } from './labels.js';
import { chooseLevel, productColumns } from './level.js';
import { patterns } from './patterns.js';
import { penetration } from './penetration.js';
import { productRelations } from './relations.js';
import { type ProductContext, type ProductOptions, type ProductScope, wordsOf } from './scope.js';
import { sole } from './sole.js';

/** Categories and products that keep their name unless the user says how many. */
const TOP = { category: 100, product: 25 } as const;

/**
 * The product lens: what customers buy, how widely, together with what, and by which way they came in.
 * Source: Fader, Hardie, Ross, The Customer-Base Audit (2022), chapter 8.
 * @throws ClvError when the data name neither categories nor products, or nobody ordered in the period.
 */
export async function product(context: ProductContext, options: ProductOptions): Promise<LensReport> {
  const { mart, period } = context;
  mart.forget(productRelations.map(({ name }) => name));
  const has = await productColumns(mart);
  const level = chooseLevel(options.level, has);
  mart.set({
    from_date: period.from,
    to_date: period.to,
    // As in lens 1, whose customers may stand.
    rfm_from: null,
    rfm_to: period.to,
    product_level: level,
    top_items: options.top ?? TOP[level],
  });
  const totals = await periodTotals(mart, period);
  if (totals.buyers.customers === 0) throw emptyPeriod(period.label);
  const metric = chooseMetric(context.metric, totals.buyers);
  mart.set({ metric: metric.metric });
  mart.blank('product_lines', level === 'category' ? [] : ['product_number']);
  await mart.build(['product_lines']);
  await context.leaveLines();

  const scope: ProductScope = {
    ...context,
    totals,
    metric: metric.metric,
    level,
    has,
    words: wordsOf(level),
    truncation: await leftTruncation(mart, context.historyStart),
    ...(await readLabels(mart)),
  };
  const { granularity, fiscalYearStart, historyStart } = context;
  const cohort = await chooseCohort(mart, {
    cohort: options.cohort,
    granularity,
    fiscalYearStart,
    history: historyStart,
  }).catch(noneToFollow);
  const parts = [
    await categories(scope),
    await basket(scope),
    await breadth(scope),
    await sole(scope),
    await coBuying(scope),
    await entry(scope),
    await favourites(scope),
    await forwardValue(scope),
    ...(cohort === null ? [] : [await penetration(scope, cohort)]),
    ...(context.by === null ? [] : [await byAttribute(scope, context.by)]),
  ];
  const tables = parts.flatMap((part) => part.tables);
  const found = facts(scope, tables);
  return {
    tables: [...tables, patterns(found)],
    figures: figures(found, cohort),
    identities: parts.flatMap((part) => part.identities),
    notes: [
      metric.note,
      ...period.notes,
      ...basis(scope),
      ...(cohort?.notes ?? [notFollowed]),
      ...parts.flatMap((part) => part.notes ?? []),
    ],
    warnings: cohort?.warnings ?? [],
    answers: answers(found),
  };
}

const notFollowed: Note = {
  code: 'no_cohort',
  text: 'Nobody was acquired within the data: which customers of a cohort buy what is left out.',
};

function noneToFollow(error: unknown): null {
  if (error instanceof ClvError && error.code === 'no_cohort') return null;
  throw error;
}

/** What is counted, and what it leaves together. */
function basis({ level, labels, words }: ProductScope): Note[] {
  const notes: Note[] = [];
  if (level === 'product')
    notes.push({ code: 'products_not_categories', text: 'The report counts products, not categories.' });
  if (labels.has(0))
    notes.push({
      code: 'other_items',
      text: `${labels.size === 2 ? `The ${words.one} of most spend keeps its name` : `The ${labels.size - 1} ${words.many} of most spend keep their name`}; all others are "(other)". --top N changes how many.`,
    });
  if ([...labels.values()].includes('(none)'))
    notes.push({
      code: 'no_item',
      text: `Lines without a ${words.one} count as one of their own, "(none)".`,
    });
  return notes;
}
