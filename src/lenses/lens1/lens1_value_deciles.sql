-- grain: one row per tenth of the value
-- key: value_decile
select
    value_decile,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(units) as units,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from {{ ref('lens1_ranked') }}
where value_decile is not null
group by value_decile
