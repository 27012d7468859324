-- grain: one row per customer of the period: the label of most orders, then of most spend, then the better seller
-- key: customer_rank
with ranked as (
    select
        bought.customer_rank,
        items.label_number,
        row_number() over (
            partition by bought.customer_rank
            order by bought.orders desc, bought.spend desc, items.spend_rank
        ) as preference
    from {{ ref('product_customers') }} as bought
    inner join {{ ref('product_items') }} as items on bought.item_number = items.item_number
    where bought.orders > 0
)

select
    customer_rank,
    label_number
from ranked
where preference = 1
