-- grain: one row per customer and item of the period; customer_rank 0 holds all customers without an order
-- key: customer_rank, item_number
select
    customer_rank,
    item_number,
    count(order_number) as order_lines,
    min(order_number) as least_order,
    max(order_number) as greatest_order,
    sum(quantity) as units,
    cast(sum(case when quantity is null then 0 else amount end) as decimal(38, 4)) as units_known_spend,
    sum(amount) as spend,
    sum(profit) as profit,
    cast(sum(case when profit is null then 0 else amount end) as decimal(38, 4)) as profit_known_spend
from {{ ref('product_lines') }}
where customer_rank is not null
group by customer_rank, item_number
