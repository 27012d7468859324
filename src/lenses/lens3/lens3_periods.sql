-- grain: one row per member and calendar period in which something happened
-- key: customer_id, period_index
with dated as (
    select
        days.*,
        period_start(day, {{ var('cohort_granularity') }}, {{ var('fiscal_year_start') }}) as period_start
    from {{ ref('lens3_days') }} as days
)

select
    customer_id,
    period_start,
    period_index(period_start, {{ var('cohort_granularity') }}, {{ var('fiscal_year_start') }}) as period_index,
    max(case when orders > 0 then day end) as last_order_date,
    cast(sum(orders) as bigint) as orders,
    count(*) filter (where orders > 0) as order_days,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from dated
group by customer_id, period_start
