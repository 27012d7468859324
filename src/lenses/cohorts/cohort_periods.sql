-- grain: one row per customer and period in which something happened, up to the end of observation
-- key: customer_id, period_index
with events as (
    select
        orders.customer_id,
        orders.order_date as event_date,
        1 as orders,
        orders.spend,
        orders.profit,
        orders.profit_known_spend
    from {{ ref('orders') }} as orders
    cross join {{ ref('observation') }} as observation
    where orders.order_date <= observation.as_of
    union all
    select
        returns.customer_id,
        returns.return_date as event_date,
        0 as orders,
        -returns.amount as spend,
        returns.profit_effect as profit,
        -returns.profit_known_amount as profit_known_spend
    from {{ ref('returns') }} as returns
    cross join {{ ref('observation') }} as observation
    where returns.return_date <= observation.as_of
),

dated as (
    select
        customer_id,
        period_index(
            period_start(event_date, {{ var('granularity') }}, {{ var('fiscal_year_start') }}),
            {{ var('granularity') }},
            {{ var('fiscal_year_start') }}
        ) as period_index,
        orders,
        spend,
        profit,
        profit_known_spend
    from events
)

select
    customer_id,
    period_index,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from dated
group by customer_id, period_index
