-- grain: one row per order of the period, numbered so that lines carry small integers
-- key: order_id, customer_id
select
    orders.order_id,
    orders.customer_id,
    cast(row_number() over (order by orders.order_id, orders.customer_id) as integer) as order_number,
    cast(ranked.value_rank as integer) as customer_rank
from {{ ref('orders') }} as orders
inner join {{ ref('lens1_ranked') }} as ranked on orders.customer_id = ranked.customer_id
where orders.order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
