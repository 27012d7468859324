-- grain: one row per order of the data; its row id stands for it in the lines
-- key: order_id, customer_id
select
    orders.order_id,
    orders.customer_id,
    cast(
        case
            when orders.order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
                then ranked.value_rank
        end
        as integer
    ) as customer_rank,
    orders.order_date,
    orders.order_ts
from {{ ref('orders') }} as orders
left join {{ ref('lens1_ranked') }} as ranked on orders.customer_id = ranked.customer_id
