-- grain: one row per customer and item with more than two lines, in more than one order
-- key: customer_rank, item_number
with in_orders as (
    select
        bought.customer_rank,
        bought.item_number,
        lines.order_number
    from {{ ref('product_lines') }} as lines
    inner join {{ ref('product_bought') }} as bought
        on lines.customer_rank = bought.customer_rank and lines.item_number = bought.item_number
    where
        lines.order_number is not null
        and bought.order_lines > 2
        and bought.least_order < bought.greatest_order
    group by bought.customer_rank, bought.item_number, lines.order_number
)

select
    customer_rank,
    item_number,
    count(*) as orders
from in_orders
group by customer_rank, item_number
