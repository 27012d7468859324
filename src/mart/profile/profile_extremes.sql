-- grain: one row per order of the ten largest
-- key: order_id, customer_id
with ranked as (
    select
        order_id,
        customer_id,
        order_date,
        lines,
        units,
        spend,
        row_number() over (order by spend desc, order_id, customer_id) as spend_rank
    from {{ ref('orders') }} as orders
    where not exists (
        select 1
        from {{ ref('hidden_customers') }} as hidden
        where hidden.customer_id = orders.customer_id
    )
)

select
    spend_rank,
    order_id,
    customer_id,
    order_date,
    lines,
    units,
    spend
from ranked
where spend_rank <= 10
