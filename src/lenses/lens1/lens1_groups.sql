-- grain: one row per group of customers that the period's total is made of
-- key: customer_group
with grouped as (
    select
        case when orders > 0 then 'with_orders' else 'returns_only' end as customer_group,
        orders,
        units,
        spend,
        returns,
        profit,
        profit_known_spend
    from {{ ref('lens1_customers') }}
)

select
    customer_group,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(units) as units,
    sum(spend) as spend,
    sum(returns) as returns,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from grouped
group by customer_group
