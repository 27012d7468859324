-- grain: one row: customers of the period whose profit is below zero
-- key: none
select
    count(*) as customers,
    cast(coalesce(sum(orders), 0) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from {{ ref('lens1_ranked') }}
where profit < 0
