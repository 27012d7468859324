-- grain: one row per period with an order or a return, straight from these, without cohorts or customers
-- key: period_index
with events as (
    select
        orders.order_date as event_date,
        1 as orders,
        orders.spend,
        orders.profit
    from {{ ref('orders') }} as orders
    cross join {{ ref('observation') }} as observation
    where orders.order_date <= observation.as_of
    union all
    select
        returns.return_date as event_date,
        0 as orders,
        -returns.amount as spend,
        returns.profit_effect as profit
    from {{ ref('returns') }} as returns
    cross join {{ ref('observation') }} as observation
    where returns.return_date <= observation.as_of
),

by_day as (
    select
        event_date,
        sum(orders) as orders,
        sum(spend) as spend,
        sum(profit) as profit
    from events
    group by event_date
)

select
    period_index(
        period_start(event_date, {{ var('granularity') }}, {{ var('fiscal_year_start') }}),
        {{ var('granularity') }},
        {{ var('fiscal_year_start') }}
    ) as period_index,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit
from by_day
group by 1
