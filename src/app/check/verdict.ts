import type { Note, Result, Row, Table } from '../../common/result.js';
import type { Settings } from '../settings.js';
import type { CheckFacts } from './contents.js';

const YEAR = 365;
/** Below, single customers decide a model's parameters; averages by cohort are the honest answer. */
const MODEL_CUSTOMERS = 1_000;

interface Judgement {
  readonly analysis: string;
  readonly enough: 'yes' | 'just' | 'no';
  readonly evidence: string;
}

/** Whether the data are enough, for which analysis, at which granularity, with which model. */
export function verdict(
  facts: CheckFacts,
  settings: Settings,
): { table: Table; notes: Note[]; answers: Result['answers'] } {
  const horizonDays = YEAR;
  const list = judge(facts, horizonDays);
  const granularity = suggestGranularity(facts.spanDays);
  const model = suggestModel(facts);
  const rows: Row[] = list.map((one) => ({ ...one }));
  return {
    table: {
      id: 'verdict',
      title: 'Is it enough, and for what',
      section: 'Verdict',
      columns: [
        { id: 'analysis', title: 'analysis', type: 'text' },
        { id: 'enough', title: 'enough', type: 'text' },
        { id: 'evidence', title: 'because', type: 'text' },
      ],
      rows,
    },
    notes:
      facts.customers < MODEL_CUSTOMERS && facts.customers > 0
        ? [
            {
              code: 'few_customers',
              text: `With ${facts.customers.toLocaleString('en-US')} customers (under ${MODEL_CUSTOMERS.toLocaleString('en-US')}) prefer cohorts and averages to fitted models: single customers would decide the parameters.`,
            },
          ]
        : [],
    answers: [
      {
        question: 'Is it enough, and what next?',
        answer: `Best read by the ${granularity}. To predict: ${model}. ${next(list, settings)}`,
      },
    ],
  };
}

function judge(facts: CheckFacts, horizonDays: number): Judgement[] {
  const { customers, spanDays } = facts;
  const number = (n: number) => n.toLocaleString('en-US');
  const years = (spanDays / YEAR).toFixed(1);
  const twoShare = customers === 0 ? 0 : facts.customersTwoDays / customers;
  const threeShare = customers === 0 ? 0 : facts.customersThreeDays / customers;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const span = `${number(spanDays)} days (${years} years) of history`;
  return [
    {
      analysis: 'one period (lens 1, RFM)',
      enough: customers >= 100 ? 'yes' : customers >= 30 ? 'just' : 'no',
      evidence: `${number(customers)} customers with an order`,
    },
    {
      analysis: 'two periods (lens 2)',
      enough: spanDays >= 2 * YEAR ? 'yes' : spanDays >= 183 ? 'just' : 'no',
      evidence: spanDays >= 2 * YEAR ? span : `${span}; two full years rule the season out`,
    },
    {
      analysis: 'cohorts over their life (lenses 3-5)',
      enough: spanDays >= 2 * YEAR ? 'yes' : spanDays >= YEAR ? 'just' : 'no',
      evidence: `${span}; ${percent(twoShare)} of the customers came back on another day`,
    },
    {
      analysis: 'purchase models, 12 months ahead',
      enough: modelVerdict(facts, horizonDays),
      evidence: `${span}, wanted 1.5-2 x the horizon; ${number(facts.customersTwoDays)} with 2+ days, ${number(facts.customersThreeDays)} (${percent(threeShare)}) with 3+`,
    },
    {
      analysis: 'profit rather than spend',
      enough: (facts.profitKnown ?? 0) >= 0.95 ? 'yes' : (facts.profitKnown ?? 0) > 0 ? 'just' : 'no',
      evidence:
        (facts.profitKnown ?? 0) > 0
          ? `profit known for ${percent(facts.profitKnown ?? 0)} of the spend`
          : 'no cost, margin or profit column; --margin 0.4 would assume one',
    },
  ];
}

function modelVerdict(
  { customers, spanDays, customersTwoDays }: CheckFacts,
  horizonDays: number,
): Judgement['enough'] {
  if (customers < 100 || spanDays < YEAR || customersTwoDays < 50) return 'no';
  return customers >= MODEL_CUSTOMERS && spanDays >= 1.5 * horizonDays ? 'yes' : 'just';
}

function suggestGranularity(spanDays: number): string {
  if (spanDays >= 3 * YEAR) return 'year (quarter for cohorts)';
  if (spanDays >= YEAR) return 'quarter (month for cohorts)';
  if (spanDays >= 120) return 'month';
  return 'week';
}

function suggestModel(facts: CheckFacts): string {
  if (facts.customersTwoDays === 0) return 'nothing yet, since nobody came back on another day';
  if (facts.customers < MODEL_CUSTOMERS) return 'cohorts and averages';
  if (facts.regularity !== null && facts.regularity >= 1.5) {
    return `MBG/CNBD-k, since the gaps between purchases are regular (k about ${facts.regularity.toFixed(1)})`;
  }
  return 'BG/NBD, MBG/NBD or Pareto/NBD, whichever fits best';
}

function next(list: readonly Judgement[], settings: Settings): string {
  const first = list[0]!;
  if (first.enough === 'no') return 'There is too little for an audit: read the figures as single cases.';
  return settings.sourcesFrom === 'none'
    ? 'Next: clv audit lens1.'
    : 'Next: clv audit lens1 with the same files and options.';
}
