-- grain: one row per tenth of the customers
-- key: decile
select
    decile,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    cast(sum(items) as bigint) as items,
    cast(sum(item_orders) as bigint) as item_orders,
    cast(sum(products) as bigint) as products,
    cast(sum(product_orders) as bigint) as product_orders,
    cast(sum(case when items = 1 then 1 else 0 end) as bigint) as one_item
from {{ ref('product_breadths') }}
group by decile
