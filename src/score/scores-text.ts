import { literal } from '../store/sql.js';
import { isShared, type ReturnShares, returnTexts } from './return-shares.js';
import type { ScorePart, ScoreTerms } from './score-terms.js';
import type { MEAN_INTERVAL, ScoredText } from './scores-query.js';
import { leafCondition, PLACE, STRENGTH } from './young-customers.js';

/**
 * The score of each customer. Gamma-Gamma's expected spend is p (gamma + x m)/(p x + q - 1); a value is what a purchase brings
 * (margin * spend kept, less the cost of returns) times the discounted expected purchases. What brings less than nothing
 * turns the interval round. `w` blends young customers with their cohort. Tiers are not in it: they rank what this makes; nor what is the same
 * for all. `money` is the type of money, `isSegmented` says that some customer has a segment.
 */
export function scoresText(
  terms: ScoreTerms,
  parts: readonly ScorePart[],
  returns: ReturnShares,
  money: string,
  isSegmented: boolean,
): ScoredText {
  const { ownReturns, returnCost, coldStart, minDays, meanInterval } = terms;
  const given = givenBack(terms, returns);
  const keys = coldStart.map((_, i) => `key_${i}`);
  const { kept, cost } = given;
  const columns = {
    basis: 'basis',
    margin: 'cast(margin as decimal(18, 6))',
    annual_rate: 'cast(annual_rate as decimal(9, 6))',
    segment: 'segment',
    kept: 'cast(kept as decimal(9, 6))',
    return_cost: 'cast(cost as decimal(18, 6))',
  };
  const told = {
    ...(minDays > 0 ? {} : { basis: BASIS }),
    ...(parts.length > 1 ? {} : ofPart(parts[0]!)),
    ...(isSegmented ? {} : { segment: 'cast(null as varchar)' }),
    ...(isShared(returns, ownReturns)
      ? { kept: `cast(${kept} as decimal(9, 6))`, return_cost: `cast(${cost} as decimal(18, 6))` }
      : returnCost > 0
        ? {}
        : { return_cost: 'case when x is not null then cast(0 as decimal(18, 6)) end' }),
  };
  const own = Object.entries({ ...columns, ...(meanInterval ? MEANS : {}) }).filter(
    ([name]) => !(name in told),
  );
  const valued = valuedTexts(terms, given);
  const ofCell = (name: keyof typeof OF_CELL, blended: string) =>
    minDays > 0 ? `cast(${blended} as ${OF_CELL[name].type})` : `shown_${name}`;
  const text = `with ${valued},
    ${minDays > 0 ? blendedTexts(keys) : ALONE}
    select
      customer_id,
      x,
      t_x_days,
      t_days as "T_days",
      ${ofCell('p_alive', 'alive')} as p_alive,
      ${ofCell('p_purchase', 'purchase')} as p_purchase,
      ${ofCell('expected_purchases', 'purchases')} as expected_purchases,
      case when x is not null then cast(each as ${money}) end as expected_spend,
      cast(value as ${money}) as clv,
      cast(least_value as ${money}) as clv_low,
      cast(most_value as ${money}) as clv_high,
      low as purchases_low,
      high as purchases_high,
      ${ofCell('next_purchase_days', 'next_days')} as next_purchase_days,
      is_visible${own.map(([name, value]) => `,\n      ${value} as ${name}`).join('')}
    from blended`;
  return { text, told };
}

/** Customers who are young or not, with their cells, cohorts and units, for `storeYouth`. */
export function placedText(terms: ScoreTerms, returns: ReturnShares): string {
  const keys = terms.coldStart.map((_, i) => `key_${i}`);
  const columns = ['part', 'x', 'spend_x', 't_ticks', 't_x_ticks', 't_days', 'cohort', 'w', ...keys];
  return `with ${valuedTexts(terms, givenBack(terms, returns))}
    select ${columns.join(', ')}, coalesce(unit, 0) as unit from valued where x is not null`;
}

/** Columns of scores that a history tells: those of `cells`, where nobody is too young, rounded before customers are joined. */
const OF_CELL = {
  p_alive: { of: 'p_alive', type: 'decimal(9, 6)' },
  p_purchase: { of: 'p_purchase', type: 'decimal(9, 6)' },
  expected_purchases: { of: 'expected', type: 'decimal(18, 6)' },
  next_purchase_days: { of: 'next_days', type: 'decimal(9, 1)' },
} as const;

function cellsText({ minDays }: Pick<ScoreTerms, 'minDays'>): string {
  if (minDays > 0) return 'cells';
  const shown = Object.entries(OF_CELL).map(
    ([name, { of, type }]) => `cast(${of} as ${type}) as shown_${name}`,
  );
  return `(select *, ${shown.join(', ')} from cells) as cells`;
}

interface GivenBack {
  /** Share of the spend that is kept, and what returns cost a purchase. */
  readonly kept: string;
  readonly cost: string;
}

function givenBack({ ownReturns, returnCost }: ScoreTerms, returns: ReturnShares): GivenBack {
  const { share, rate } = returnTexts(returns, ownReturns);
  return { kept: `1 - ${share}`, cost: `cast('${returnCost}' as double) * ${rate}` };
}

/** The common table `valued`: customers with what the models say of their histories, and what a purchase brings. */
function valuedTexts(terms: ScoreTerms, { kept, cost }: GivenBack): string {
  return `joined as (
      select
        histories.*,
        cells.* exclude (part, x, spend_x, t_ticks, t_x_ticks),
        parts.margin,
        parts.annual_rate,${terms.minDays > 0 ? ' parts.one_spend,' : ''}
        ${kept} as kept,
        ${cost} as cost,
        coalesce(one_spend, p * (gamma + spend_total) / (p * histories.spend_x + q - 1)) as gross,
        coalesce(one_spend, gamma + spend_total) as scale
      from histories
      inner join parts on histories.part = parts.part
      left join ${cellsText(terms)}
        on
          histories.part = cells.part
          and histories.x = cells.x
          and histories.spend_x = cells.spend_x
          and histories.t_ticks = cells.t_ticks
          and histories.t_x_ticks = cells.t_x_ticks
    ),
    valued as (
      select
        *,
        kept * gross as spend,
        coalesce(margin, 1) * kept * gross - cost as each_value,
        case when gross > 0 then (coalesce(margin, 1) * kept - cost / gross) * scale else 0 end as unit${terms.minDays > 0 ? youthTexts(terms) : ''}
      from joined
    )`;
}

/** What customers of one part have in common. */
export function ofPart({
  margin,
  annualRate,
}: Pick<ScorePart, 'margin' | 'annualRate'>): Record<string, string> {
  const decimal = (value: number | null, type: string) =>
    `cast(cast(${value === null ? 'null' : `'${value}'`} as double) as ${type})`;
  return {
    margin: decimal(margin, 'decimal(18, 6)'),
    annual_rate: decimal(annualRate, 'decimal(9, 6)'),
  };
}

/** For the rows that are written alone. */
const MEANS: Readonly<Record<(typeof MEAN_INTERVAL)[number], string>> = {
  expected_purchases_low: 'cast(mean_low as decimal(18, 6))',
  expected_purchases_high: 'cast(mean_high as decimal(18, 6))',
};

/** Nobody is too young. */
const BASIS = `case when x is null then 'prior' else 'model' end`;

function youthTexts({ asOf, minDays }: ScoreTerms): string {
  return `,
        date_trunc('month', cast(${literal(asOf)} as date) - t_days) as cohort,
        least(1, t_days / cast(${minDays} as double)) as w`;
}

const ALONE = `blended as (
      select
        *,
        spend as each,
        each_value * discounted as value,
        unit * case when unit < 0 then value_high else value_low end as least_value,
        unit * case when unit < 0 then value_low else value_high end as most_value
      from valued
    )`;

function blendedTexts(keys: readonly string[]): string {
  const own = (name: string, value: string) =>
    `case when w < 1 then w * ${value} + (1 - w) * cohorts.${name} else ${value} end`;
  // Who buys more often than `youth` tells apart keeps the interval of their own history.
  const count = (name: string) =>
    `case when w < 1 then coalesce(cast(youth.${name} as integer), valued.${name}) else valued.${name} end`;
  // Where all spend the same, a value is a count times what a purchase brings; else its logarithm lies between two of the lattice.
  const value = (name: 'low' | 'high', other: 'low' | 'high') => `case
          when w >= 1 or w is null then unit * case when unit < 0 then value_${other} else value_${name} end
          when one_spend is not null
            then unit * coalesce(discounted / nullif(valued.expected, 0), 1) * case when unit < 0 then ${count(other)} else ${count(name)} end
          when youth.${name}_below = 0 then 0
          else sign(youth.${name}_below)
            * exp((1 - above) * ln(abs(youth.${name}_below)) + above * ln(abs(youth.${name}_above)))
        end`;
  return `${cohortTexts(keys)}
    ranked as (
      select valued.*, leaves.leaf, ${PLACE.sign} as sign, ${PLACE.bin} as bin, ${PLACE.above} as above
      from valued left join leaves on ${leafCondition(keys, 'valued', 'leaves')}
    ),
    blended as (
      select
        valued.* exclude (low, high, next_days),
        case when valued.x is null then 'prior' when w < 1 then 'cohort' else 'model' end as basis,
        ${own('p_alive', 'valued.p_alive')} as alive,
        ${own('p_purchase', 'valued.p_purchase')} as purchase,
        ${own('expected', 'valued.expected')} as purchases,
        ${own('spend', 'valued.spend')} as each,
        ${own('value', 'valued.each_value * valued.discounted')} as value,
        ${count('low')} as low,
        ${count('high')} as high,
        case when w < 1 then youth.next_days else valued.next_days end as next_days,
        ${value('low', 'high')} as least_value,
        ${value('high', 'low')} as most_value
      from ranked as valued
      left join cohorts on valued.cohort = cohorts.cohort${keys.map((key) => ` and valued.${key} is not distinct from cohorts.${key}`).join('')}
      left join youth on ${JOINED.map((name) => `valued.${name} = youth.${name}`).join(' and ')}
    )`;
}

/** What a row of `youth` is found by. */
const JOINED = ['part', 'leaf', 'x', 'spend_x', 't_ticks', 't_x_ticks', 't_days', 'sign', 'bin'] as const;

const BLENDED = {
  p_alive: 'p_alive',
  p_purchase: 'p_purchase',
  expected: 'expected',
  spend: 'spend',
  value: 'each_value * discounted',
} as const;

/**
 * Means of the acquisition cohorts: the month alone, then the month within each of the keys, shrunk level by level:
 * (n * own mean + ${STRENGTH} * the level above)/(n + ${STRENGTH}).
 */
function cohortTexts(keys: readonly string[]): string {
  const names = Object.keys(BLENDED);
  const means = Object.entries(BLENDED)
    .map(([name, text]) => `avg(cast(${text} as decimal(38, 10))) as ${name}`)
    .join(', ');
  const levels = [...keys, null].map((_, level) => {
    const by = keys.slice(0, level);
    const grouped = ['cohort', ...by].join(', ');
    const own = `select ${grouped}, count(*) as n, ${means} from valued where x is not null group by ${grouped}`;
    const name = level === keys.length ? 'cohorts' : `cohorts_${level}`;
    if (level === 0) return `${name} as (${own}),`;
    const above = `cohorts_${level - 1}`;
    const shrunk = names.map(
      (each) => `(own.n * own.${each} + ${STRENGTH} * ${above}.${each}) / (own.n + ${STRENGTH}) as ${each}`,
    );
    const on = ['cohort', ...keys.slice(0, level - 1)].map(
      (key) => `own.${key} is not distinct from ${above}.${key}`,
    );
    return `${name} as (
      select ${['cohort', ...by].map((key) => `own.${key}`).join(', ')}, own.n, ${shrunk.join(', ')}
      from (${own}) as own inner join ${above} on ${on.join(' and ')}
    ),`;
  });
  return levels.join('\n    ');
}
