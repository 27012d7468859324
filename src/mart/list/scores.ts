import type { Relation } from '../relation.js';
import { column } from './column.js';

/** Score money, at its widest; a workspace keeps it in the digits of its currency, and in 18 where these are enough. */
const MONEY = 'DECIMAL(38,4)';

/** What `clv score` leaves in a workspace; empty until then. */
export const scores: readonly Relation[] = [
  {
    name: 'scores',
    scope: 'source',
    materialized: 'table',
    folder: new URL('../', import.meta.url).href,
    grain: 'one row per customer known, as of the day of the scores',
    key: ['customer_id'],
    inputs: [],
    vars: [],
    doc: 'What each customer is expected to bring, by the model and on the day of the last clv score.',
    columns: [
      column('customer_id', 'VARCHAR', 'customer'),
      column('as_of', 'DATE', 'day of the scores'),
      column('model_id', 'VARCHAR', 'the model that made them'),
      column('basis', 'VARCHAR', 'model, cohort (blended, or by factors) or prior (no order yet)'),
      column('x', 'INTEGER', 'repeat purchases'),
      column('t_x_days', 'INTEGER', 'from the first purchase to the last', 'days'),
      column('T_days', 'INTEGER', 'from the first purchase to the day of the scores', 'days'),
      column('p_alive', 'DECIMAL(9,6)', 'chance to be still a customer'),
      column('p_purchase', 'DECIMAL(9,6)', 'chance of at least one purchase within the horizon'),
      column(
        'expected_purchases',
        'DECIMAL(18,6)',
        'purchases within the horizon, the chance to be alive in it',
      ),
      column('expected_spend', MONEY, 'spend of a purchase, net of returns', 'currency'),
      column('margin', 'DECIMAL(18,6)', 'profit as a share of spend; null: values are revenue'),
      column('clv', MONEY, 'value within the horizon, discounted', 'currency'),
      column('clv_low', MONEY, 'lower end of its interval', 'currency'),
      column('clv_high', MONEY, 'upper end of its interval', 'currency'),
      column('purchases_low', 'INTEGER', 'lower end of the purchases'),
      column('purchases_high', 'INTEGER', 'upper end of the purchases'),
      column(
        'next_purchase_days',
        'DECIMAL(9,1)',
        'until a purchase is likelier than not; null when never',
        'days',
      ),
      column('tier', 'VARCHAR', 'A the top tenth by value, then B, C, D'),
      column('horizon_days', 'INTEGER', 'how far it looks', 'days'),
      column('annual_rate', 'DECIMAL(9,6)', 'yearly discount rate'),
      column('currency', 'VARCHAR', 'currency of the money'),
      column('is_visible', 'BOOLEAN', 'may be shown in row-level output'),
      column('segment', 'VARCHAR', 'segment whose model, margin or rate was used, where there is one'),
      column('kept', 'DECIMAL(9,6)', 'share of the spend that is not given back'),
      column('return_cost', 'DECIMAL(18,6)', 'cost of returns a purchase', 'currency'),
    ],
    checks: [{ kind: 'unique', columns: ['customer_id'] }],
  },
];
