-- grain: one row per label of which somebody bought nothing else
-- key: label_number
select
    label_number,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from {{ ref('product_breadths') }}
where items = 1
group by label_number
