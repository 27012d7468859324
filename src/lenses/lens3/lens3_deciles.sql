-- grain: one row per tenth of the members by value to date
-- key: decile
select
    decile,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from {{ ref('lens3_values') }}
group by decile
