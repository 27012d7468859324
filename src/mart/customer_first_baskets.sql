-- grain: one row per customer: what led the first order; empty unless the asked attribute needs it
-- key: customer_id
with first_orders as (
    select * from {{ ref('customer_first_orders') }}
    where {{ var('attribute') }} in ('first_category', 'first_product')
),

ranked as (
    select
        first_orders.customer_id,
        lines.category,
        lines.product_id,
        row_number() over (
            partition by first_orders.customer_id
            order by lines.order_ts, lines.amount desc, lines.category, lines.product_id
        ) as line_rank
    from first_orders
    inner join {{ ref('line_profits') }} as lines
        on first_orders.order_id = lines.order_id and first_orders.customer_id = lines.customer_id
    where not lines.is_return and (lines.amount <> 0 or {{ var('zero_value') }} = 'keep')
)

select
    customer_id,
    category as first_category,
    product_id as first_product
from ranked
where line_rank = 1
