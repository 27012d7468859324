import { totalNotFactored } from '../../common/messages/lens2.js';
import { money, roundMoney } from '../../common/money.js';
import type { Cell, Row } from '../../common/result.js';
import { moneyCell, ratio } from '../aggregate.js';
import { codeColumn } from '../codes.js';
import { moneyColumn } from '../columns.js';
import { type Component, componentChanges, componentProduct, totalOf } from '../components.js';
import { exactIdentity } from '../identity.js';
import { roundParts } from '../shapley.js';
import { type Lens2Part, type Lens2Scope, SIDES } from './scope.js';

/** The change of the total, shared out among customers, AOF, AOV and margin. */
export function attribution(scope: Lens2Scope): Lens2Part {
  const parts = scope.metric === 'profit' ? (['profit', 'spend'] as const) : (['spend'] as const);
  const made = parts.map((metric) => attributionOf(scope, metric));
  return {
    tables: made.flatMap(({ tables }) => tables),
    identities: made.flatMap(({ identities }) => identities),
    notes: made.flatMap(({ notes }) => notes ?? []),
  };
}

function attributionOf(scope: Lens2Scope, metric: 'profit' | 'spend'): Lens2Part {
  const { totals, digits, currency, pair } = scope;
  const id = metric === scope.metric ? 'attribution' : `attribution_${metric}`;
  const changes = componentChanges(totals.active.first, totals.active.second, metric);
  const outside = totalOf(totals.returnsOnly.second, metric).minus(totalOf(totals.returnsOnly.first, metric));
  const hasOutside = totals.returnsOnly.first.customers + totals.returnsOnly.second.customers > 0;
  const effects = roundParts([...changes.map(({ effect }) => effect), outside], digits);
  const whole = {
    first: totalOf(totals.direct.first, metric),
    second: totalOf(totals.direct.second, metric),
  };
  const total = whole.second.minus(whole.first);
  const rows: Row[] = [
    ...changes.map((change, i) => ({
      component: change.component,
      first: factorCell(change.component, change.first?.toFixed(12) ?? null, digits),
      second: factorCell(change.component, change.second?.toFixed(12) ?? null, digits),
      effect: effects[i]!,
      share: ratio(change.effect, total),
    })),
    ...(hasOutside
      ? [
          {
            component: 'returns_only',
            first: Number(roundMoney(totalOf(totals.returnsOnly.first, metric), digits)),
            second: Number(roundMoney(totalOf(totals.returnsOnly.second, metric), digits)),
            effect: effects.at(-1)!,
            share: ratio(outside, total),
          },
        ]
      : []),
    {
      component: 'total',
      first: Number(roundMoney(whole.first, digits)),
      second: Number(roundMoney(whole.second, digits)),
      effect: moneyCell(total, digits),
      share: total.isZero() ? null : 1,
    },
  ];
  return {
    tables: [
      {
        id,
        title: `Why ${metric} changed from ${pair.first.label} to ${pair.second.label}`,
        section: 'What the change is made of',
        description: `Shapley values: the effect of a factor is its mean over all orders in which the factors can change. The effects sum to the change.`,
        wide: metric !== scope.metric,
        columns: [
          codeColumn('component', 'factor'),
          { id: 'first', title: pair.first.label, type: 'number', types },
          { id: 'second', title: pair.second.label, type: 'number', types },
          moneyColumn('effect', `effect on ${metric}`, currency),
          { id: 'share', title: '% of change', type: 'share', digits: 1 },
        ],
        rows,
      },
    ],
    identities: [
      exactIdentity(
        `${id}_sum`,
        `effects on ${metric} sum to its change`,
        effects.reduce((sum, effect) => sum.plus(effect), money(0)),
        money(roundMoney(total, digits)),
      ),
      ...SIDES.filter((side) => totals.active[side].customers > 0).map((side) =>
        exactIdentity(
          `${id}_product_${side}`,
          `the product of the factors = ${metric} of the customers of the ${side} period`,
          money(roundMoney(componentProduct(changes, side), 8)),
          totalOf(totals.active[side], metric),
        ),
      ),
    ],
    notes: changes.some(({ component }) => component === 'profit_per_order') ? [totalNotFactored()] : [],
  };
}

const types = { by: 'component', of: { customers: 'count', known_share: 'share', margin: 'share' } } as const;

function factorCell(component: Component, value: string | null, digits: number): Cell {
  if (value === null) return null;
  return component === 'aov' || component === 'profit_per_order'
    ? Number(roundMoney(value, digits))
    : Number(value);
}
