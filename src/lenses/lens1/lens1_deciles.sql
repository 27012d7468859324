-- grain: one row per tenth of the customers
-- key: decile
select
    decile,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(units) as units,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from {{ ref('lens1_ranked') }}
group by decile
