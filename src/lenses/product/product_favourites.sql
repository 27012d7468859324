-- grain: one row per label that is somebody's favourite: most orders, then most spend, then the better seller
-- key: label_number
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
),

valued as (
    select
        ranked.label_number,
        customers.value,
        cast(least(greatest(customers.value, -1e15), 1e15) as decimal(18, 2)) as bounded
    from ranked
    inner join {{ ref('lens1_ranked') }} as customers on ranked.customer_rank = customers.value_rank
    where ranked.preference = 1
)

select
    label_number,
    count(*) as customers,
    sum(value) as value,
    sum(bounded * bounded) as value_squares
from valued
group by label_number
