-- grain: one row per number of orders in the period, ten and more together
-- key: order_count
select
    least(orders, 10) as order_count,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from {{ ref('lens1_ranked') }}
group by least(orders, 10)
