-- grain: one row per number of different items that a customer bought, ten and more together
-- key: item_count
select
    least(items, 10) as item_count,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from {{ ref('product_breadths') }}
group by least(items, 10)
