-- grain: one row per label of which somebody bought nothing else
-- key: label_number
select
    items.label_number,
    count(*) as customers,
    cast(sum(breadths.orders) as bigint) as orders,
    sum(breadths.spend) as spend,
    sum(breadths.profit) as profit,
    sum(breadths.profit_known_spend) as profit_known_spend
from {{ ref('product_breadths') }} as breadths
inner join {{ ref('product_customers') }} as bought
    on breadths.customer_rank = bought.customer_rank and bought.orders > 0
inner join {{ ref('product_items') }} as items on bought.item_number = items.item_number
where breadths.items = 1
group by items.label_number
