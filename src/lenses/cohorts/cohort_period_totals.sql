-- grain: one row per period with an order or a return, straight from these, without grouping by customer
-- key: period_index
with events as (
    select
        orders.order_date as event_date,
        orders.customer_id,
        1 as orders,
        orders.spend,
        orders.profit
    from {{ ref('orders') }} as orders
    cross join {{ ref('observation') }} as observation
    where orders.order_date <= observation.as_of
    union all
    select
        returns.return_date as event_date,
        cast(null as varchar) as customer_id,
        0 as orders,
        -returns.amount as spend,
        returns.profit_effect as profit
    from {{ ref('returns') }} as returns
    cross join {{ ref('observation') }} as observation
    where returns.return_date <= observation.as_of
),

dated as (
    select
        period_start(event_date, {{ var('granularity') }}, {{ var('fiscal_year_start') }}) as period_start,
        customer_id,
        orders,
        spend,
        profit
    from events
)

select
    period_index(period_start, {{ var('granularity') }}, {{ var('fiscal_year_start') }}) as period_index,
    count(distinct customer_id) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit
from dated
group by period_start
