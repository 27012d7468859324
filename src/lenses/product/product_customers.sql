-- grain: one row per customer and item of the period; customer_rank 0 holds all customers without an order
-- key: customer_rank, item_number
with in_orders as (
    select
        customer_rank,
        item_number,
        order_number,
        sum(quantity) as units,
        sum(case when quantity is null then 0 else amount end) as units_known_spend,
        sum(amount) as spend,
        sum(profit) as profit,
        sum(case when profit is null then 0 else amount end) as profit_known_spend
    from {{ ref('product_lines') }}
    where customer_rank is not null
    group by customer_rank, item_number, order_number
)

select
    customer_rank,
    item_number,
    count(order_number) as orders,
    sum(units) as units,
    cast(sum(units_known_spend) as decimal(38, 4)) as units_known_spend,
    sum(spend) as spend,
    sum(profit) as profit,
    cast(sum(profit_known_spend) as decimal(38, 4)) as profit_known_spend
from in_orders
group by customer_rank, item_number
