-- grain: one row per customer with an order: the first one
-- key: customer_id
with ranked as (
    select
        customer_id,
        order_id,
        attributes,
        order_date,
        order_ts,
        row_number() over (
            partition by customer_id
            order by order_ts, order_id
        ) as order_rank
    from {{ ref('orders') }}
)

select
    customer_id,
    order_id,
    attributes,
    order_date,
    order_ts
from ranked
where order_rank = 1
