-- grain: one row per set of items that a customer bought: bit k stands for the k-th item by spend, bit 0 for the rest
-- key: item_set
with bits as (
    select distinct
        rows_of.customer_rank,
        items.short_number
    from {{ ref('product_customers') }} as rows_of
    inner join {{ ref('product_items') }} as items on rows_of.item_number = items.item_number
    where rows_of.orders > 0
),

customer_sets as (
    select
        customer_rank,
        sum(cast(power(2, short_number) as integer)) as item_set
    from bits
    group by customer_rank
)

select
    cast(item_set as integer) as item_set,
    count(*) as customers
from customer_sets
group by item_set
