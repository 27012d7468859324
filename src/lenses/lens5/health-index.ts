import type { Row } from '../../common/result.js';
import type { CohortBase } from '../cohorts/base.js';
import { nothing, type Part } from '../cohorts/part.js';
import { type SpanFacts, spanFacts } from './carry-over.js';

/** An index only because it was asked for: 100 = the year (or period) before, and never without its parts. */
export function healthIndex(base: CohortBase): Part {
  const { facts } = spanFacts(base);
  const now = facts.at(-1);
  const before = facts.at(-2);
  if (!now || !before)
    return {
      ...nothing,
      notes: [{ code: 'no_index', text: 'An index needs two complete years or periods.' }],
    };
  const candidates = PARTS.map(({ part, of }) => ({ part, value: of(now), reference: of(before) }));
  const used = candidates.filter(
    (entry): entry is { part: string; value: number; reference: number } =>
      entry.value !== null && entry.reference !== null && entry.value > 0 && entry.reference > 0,
  );
  if (used.length === 0)
    return {
      ...nothing,
      notes: [{ code: 'no_index', text: 'No part of the index is above zero in both years.' }],
    };
  const weight = 1 / used.length;
  const index = indexOf(used, weight);
  const left = candidates.filter(({ part }) => !used.some((entry) => entry.part === part));
  const rows: Row[] = used.map(({ part, value, reference }, i) => ({
    part,
    value,
    reference,
    ratio: value / reference,
    weight,
    without: indexOf(
      used.map((entry, k) => (k === i ? { ...entry, value: entry.reference } : entry)),
      weight,
    ),
    if_10_up: indexOf(
      used.map((entry, k) => (k === i ? { ...entry, value: entry.value * 1.1 } : entry)),
      weight,
    ),
    if_10_down: indexOf(
      used.map((entry, k) => (k === i ? { ...entry, value: entry.value * 0.9 } : entry)),
      weight,
    ),
  }));
  return {
    tables: [
      {
        id: 'index',
        title: `Index ${index.toFixed(1)}: ${now.span.name} against ${before.span.name} = 100`,
        section: 'Index',
        description:
          'Geometric mean of the ratios, equal weights. "unchanged": the index had the part stayed; then the index were the part 10 % higher or lower. One number hides which part moved: read the parts.',
        columns: [
          { id: 'part', title: 'part', type: 'text' },
          { id: 'value', title: 'now', type: 'number', types },
          { id: 'reference', title: 'before', type: 'number', types },
          { id: 'ratio', title: 'ratio', type: 'number', digits: 3 },
          { id: 'weight', title: 'weight', type: 'number', digits: 2 },
          { id: 'without', title: 'unchanged', type: 'number', digits: 1 },
          { id: 'if_10_up', title: '+10 %', type: 'number', digits: 1 },
          { id: 'if_10_down', title: '−10 %', type: 'number', digits: 1 },
        ],
        rows,
      },
    ],
    notes:
      left.length === 0
        ? []
        : [
            {
              code: 'index_parts',
              text: `Not in the index, being unknown or not above zero in both: ${left.map(({ part }) => part).join(', ')}.`,
            },
          ],
  };
}

const types = { by: 'part', of: { 'new customers': 'count', 'carry-over': 'share' } } as const;

const PARTS: readonly { part: string; of: (facts: SpanFacts) => number | null }[] = [
  { part: 'new customers', of: ({ acquired }) => acquired },
  { part: 'value per new customer', of: ({ valuePerNew }) => valuePerNew?.toNumber() ?? null },
  { part: 'carry-over', of: ({ carriedIn }) => carriedIn },
  {
    part: 'spend per order',
    of: ({ orders, spend }) => (orders === 0 ? null : spend.div(orders).toNumber()),
  },
];

function indexOf(parts: readonly { value: number; reference: number }[], weight: number): number {
  return (
    100 * Math.exp(parts.reduce((sum, { value, reference }) => sum + weight * Math.log(value / reference), 0))
  );
}
