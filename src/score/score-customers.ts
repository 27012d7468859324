import type { Progress } from '../common/progress.js';
import { literal } from '../store/sql.js';
import type { Store } from '../store/store.js';
import { type CellScores, type Cells, type CellTerms, scoreCells } from './score-cells.js';
import type { ScoringModel } from './scoring-model.js';

/** What one run of scores goes by. */
export interface ScoreTerms extends CellTerms {
  readonly modelId: string;
  /** Day of the scores, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly annualRate: number;
  /** Null = unknown: values are revenue. */
  readonly margin: number | null;
  readonly returnShare: number;
  readonly currency: string | null;
  /** Digits of the currency's minor unit. */
  readonly digits: number;
  /** Customers younger than this lean on their acquisition cohort; 0 = nobody. */
  readonly minDays: number;
}

/**
 * Scores every customer of a file of histories into the table `scores` of a store: the models speak once per distinct
 * history, and one statement joins that with the customers and their spend.
 */
export async function scoreCustomers(
  store: Store,
  histories: string,
  model: ScoringModel,
  terms: ScoreTerms,
  progress: Progress,
): Promise<void> {
  await store.run(`create or replace table histories as select * from read_parquet(${literal(histories)})`);
  const cells = await readCells(store);
  progress.stage('scoring histories');
  const scores = scoreCells(cells, model, terms, (done) => progress.fraction(done));
  await storeCells(store, cells, scores);
  progress.stage('scoring customers');
  await store.run(scoresText(model, terms), {
    as_of: terms.asOf,
    model_id: terms.modelId,
    horizon_days: terms.horizonDays,
    annual_rate: terms.annualRate,
    currency: terms.currency,
    margin: terms.margin,
    kept: 1 - terms.returnShare,
    min_days: terms.minDays,
  });
}

async function readCells(store: Store): Promise<Cells> {
  const columns = await store.columns(
    `select cast(x as double) as x, cast(spend_x as double) as spend_x, cast(t_days as double) as t, cast(t_x_days as double) as t_x
    from histories where x is not null group by all order by 1, 2, 3, 4`,
    ['x', 'spend_x', 't', 't_x'],
  );
  return { X: columns.x, SPEND_X: columns.spend_x, T: columns.t, T_X: columns.t_x };
}

async function storeCells(store: Store, { X, SPEND_X, T, T_X }: Cells, scores: CellScores): Promise<void> {
  await store.run(`create or replace table cells (x integer, spend_x integer, t_days integer, t_x_days integer,
    p_alive double, p_purchase double, expected double, discounted double, low integer, high integer,
    next_days double, value_low double, value_high double)`);
  const appender = await store.appender('cells');
  try {
    appender.append([
      Int32Array.from(X),
      Int32Array.from(SPEND_X),
      Int32Array.from(T),
      Int32Array.from(T_X),
      scores.P_ALIVE,
      scores.P_PURCHASE,
      scores.EXPECTED,
      scores.DISCOUNTED,
      scores.LOW,
      scores.HIGH,
      scores.NEXT_DAYS,
      scores.VALUE_LOW,
      scores.VALUE_HIGH,
    ]);
  } finally {
    appender.close();
  }
}

/** Share of the customers in each tier, the most valuable first; the rest are D. Equal values share a tier. */
export const TIERS = [
  { name: 'A', upTo: 0.1 },
  { name: 'B', upTo: 0.3 },
  { name: 'C', upTo: 0.6 },
] as const;

/**
 * The score of each customer. Gamma-Gamma's expected spend is p (gamma + x m)/(p x + q - 1); a value is margin * spend *
 * discounted expected purchases. A margin below zero turns the interval round. `w` blends young customers with their cohort.
 */
function scoresText({ spend, constantSpend }: ScoringModel, { digits }: ScoreTerms): string {
  const number = (value: number) => `cast(${value} as double)`;
  const expectedSpend =
    spend === null
      ? number(constantSpend)
      : `${number(spend.p)} * (${number(spend.gamma)} + spend_total) / (${number(spend.p)} * histories.spend_x + ${number(spend.q - 1)})`;
  const unit = spend === null ? number(constantSpend) : `(${number(spend.gamma)} + spend_total)`;
  const money = `decimal(38, ${digits})`;
  const tier = TIERS.map(({ name, upTo }) => `when above < ${upTo} * scored then '${name}'`).join(' ');
  return `create or replace table scores as
    with valued as (
      select
        histories.customer_id,
        histories.is_visible,
        histories.x,
        histories.t_x_days,
        histories.t_days,
        cells.* exclude (x, spend_x, t_days, t_x_days),
        $kept * ${expectedSpend} as spend,
        coalesce($margin, 1) * $kept * ${unit} as unit,
        date_trunc('month', cast($as_of as date) - histories.t_days) as cohort,
        least(1, histories.t_days / greatest(cast($min_days as double), 1e-9)) as w
      from histories
      left join cells
        on
          histories.x = cells.x
          and histories.spend_x = cells.spend_x
          and histories.t_days = cells.t_days
          and histories.t_x_days = cells.t_x_days
    ),
    cohorts as (
      select
        cohort,
        avg(cast(p_alive as decimal(38, 10))) as p_alive,
        avg(cast(p_purchase as decimal(38, 10))) as p_purchase,
        avg(cast(expected as decimal(38, 10))) as expected,
        avg(cast(spend as decimal(38, 10))) as spend,
        avg(cast(spend * discounted as decimal(38, 10))) as value
      from valued
      where x is not null and $min_days > 0
      group by cohort
    ),
    blended as (
      select
        valued.*,
        case when x is null then 'prior' when w < 1 then 'cohort' else 'model' end as basis,
        case when w < 1 then w * valued.p_alive + (1 - w) * cohorts.p_alive else valued.p_alive end as alive,
        case when w < 1 then w * valued.p_purchase + (1 - w) * cohorts.p_purchase else valued.p_purchase end as purchase,
        case when w < 1 then w * valued.expected + (1 - w) * cohorts.expected else valued.expected end as purchases,
        case when w < 1 then w * valued.spend + (1 - w) * cohorts.spend else valued.spend end as each,
        coalesce($margin, 1)
        * case
          when w < 1 then w * valued.spend * valued.discounted + (1 - w) * cohorts.value
          else valued.spend * valued.discounted
        end as value
      from valued
      left join cohorts on valued.cohort = cohorts.cohort
    ),
    rounded as (
      select
        *,
        cast(value as ${money}) as clv
      from blended
    ),
    ranked as (
      select
        *,
        rank() over (partition by x is null order by clv desc) - 1 as above,
        count(clv) over () as scored
      from rounded
    )
    select
      customer_id,
      cast($as_of as date) as as_of,
      $model_id as model_id,
      basis,
      x,
      t_x_days,
      t_days as "T_days",
      cast(alive as decimal(9, 6)) as p_alive,
      cast(purchase as decimal(9, 6)) as p_purchase,
      cast(purchases as decimal(18, 6)) as expected_purchases,
      case when x is not null then cast(each as ${money}) end as expected_spend,
      cast($margin as decimal(18, 6)) as margin,
      clv,
      cast(unit * case when unit < 0 then value_high else value_low end as ${money}) as clv_low,
      cast(unit * case when unit < 0 then value_low else value_high end as ${money}) as clv_high,
      low as purchases_low,
      high as purchases_high,
      cast(next_days as decimal(9, 1)) as next_purchase_days,
      case when x is null then null ${tier} else 'D' end as tier,
      cast($horizon_days as integer) as horizon_days,
      cast($annual_rate as decimal(9, 6)) as annual_rate,
      cast($currency as varchar) as currency,
      is_visible
    from ranked`;
}
