-- grain: one row per customer with an order or a return in the period
-- key: customer_id
with events as (
    select
        customer_id,
        1 as orders,
        units,
        spend,
        cast(0 as decimal(38, 4)) as returns,
        profit,
        profit_known_spend
    from {{ ref('orders') }}
    where order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
    union all
    select
        customer_id,
        0 as orders,
        -units as units,
        cast(0 as decimal(38, 4)) as spend,
        amount as returns,
        profit_effect as profit,
        -profit_known_amount as profit_known_spend
    from {{ ref('returns') }}
    where return_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
)

select
    customer_id,
    cast(sum(orders) as bigint) as orders,
    sum(units) as units,
    sum(spend) - sum(returns) as spend,
    sum(returns) as returns,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from events
group by customer_id
