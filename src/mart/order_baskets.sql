-- grain: one row per order
-- key: order_id, customer_id
with lines as (
    select * from {{ ref('line_profits') }}
    where not is_return and (amount <> 0 or {{ var('zero_value') }} = 'keep')
),

orders as (
    select
        order_id,
        customer_id
    from {{ ref('orders') }}
),

counted as (
    select
        order_id,
        customer_id,
        count(distinct product_id) as distinct_products,
        count(distinct category) as distinct_categories
    from lines
    group by order_id, customer_id
),

ranked as (
    select
        order_id,
        customer_id,
        category,
        product_id,
        row_number() over (
            partition by order_id, customer_id
            order by order_ts, amount desc, category, product_id
        ) as line_rank
    from lines
)

select
    orders.order_id,
    orders.customer_id,
    ranked.category as first_category,
    ranked.product_id as first_product,
    counted.distinct_products,
    counted.distinct_categories
from orders
inner join counted
    on orders.order_id = counted.order_id and orders.customer_id = counted.customer_id
inner join ranked
    on orders.order_id = ranked.order_id and orders.customer_id = ranked.customer_id and ranked.line_rank = 1
