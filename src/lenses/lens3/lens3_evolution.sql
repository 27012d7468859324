-- grain: one row per calendar period in which the cohort did something, and whether the members ordered in it
-- key: period_index, is_active
select
    period_index,
    orders > 0 as is_active,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from {{ ref('lens3_periods') }}
group by period_index, orders > 0
