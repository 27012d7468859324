-- grain: one row per customer with an order in the data
-- key: customer_id
with placed as (
    select
        customer_id,
        order_date,
        units,
        spend,
        profit,
        profit_known_spend,
        order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date) as is_inside
    from {{ ref('orders') }}
)

select
    customer_id,
    count(*) as orders_ever,
    min(order_date) as first_order_date,
    count(*) filter (where is_inside) as orders,
    sum(units) filter (where is_inside) as units,
    sum(spend) filter (where is_inside) as spend,
    sum(profit) filter (where is_inside) as profit,
    sum(profit_known_spend) filter (where is_inside) as profit_known_spend
from placed
group by customer_id
