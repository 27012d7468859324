-- grain: one row per set of items that a customer bought: bit k stands for the k-th item by spend, bit 0 for the rest
-- key: item_set
select
    item_set,
    count(*) as customers
from {{ ref('product_breadths') }}
group by item_set
