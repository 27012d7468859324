-- grain: one row per member and calendar period in which something happened
-- key: customer_id, period_index
with events as (
    select
        orders.customer_id,
        orders.order_date as event_date,
        orders.order_date,
        1 as orders,
        orders.spend,
        orders.profit,
        orders.profit_known_spend
    from {{ ref('orders') }} as orders
    inner join {{ ref('lens3_members') }} as members on orders.customer_id = members.customer_id
    union all
    select
        returns.customer_id,
        returns.return_date as event_date,
        cast(null as date) as order_date,
        0 as orders,
        -returns.amount as spend,
        returns.profit_effect as profit,
        -returns.profit_known_amount as profit_known_spend
    from {{ ref('returns') }} as returns
    inner join {{ ref('lens3_members') }} as members on returns.customer_id = members.customer_id
),

dated as (
    select
        events.*,
        period_start(event_date, {{ var('cohort_granularity') }}, {{ var('fiscal_year_start') }}) as period_start
    from events
)

select
    customer_id,
    period_start,
    period_index(period_start, {{ var('cohort_granularity') }}, {{ var('fiscal_year_start') }}) as period_index,
    max(order_date) as last_order_date,
    cast(sum(orders) as bigint) as orders,
    count(distinct order_date) as order_days,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from dated
group by customer_id, period_start
