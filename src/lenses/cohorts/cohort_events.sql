-- grain: one row per order and per return up to the end of observation
-- key: none
with events as (
    select
        orders.customer_id,
        orders.order_date as day,
        1 as orders,
        orders.spend,
        orders.profit,
        orders.profit_known_spend
    from {{ ref('orders') }} as orders
    cross join {{ ref('observation') }} as observation
    where orders.order_date <= observation.as_of
    union all
    select
        returns.customer_id,
        returns.return_date as day,
        0 as orders,
        -returns.amount as spend,
        returns.profit_effect as profit,
        -returns.profit_known_amount as profit_known_spend
    from {{ ref('returns') }} as returns
    cross join {{ ref('observation') }} as observation
    where returns.return_date <= observation.as_of
)

select
    customers.customer_number,
    events.day,
    events.day > customers.first_order_date as is_later,
    events.orders,
    events.spend,
    events.profit,
    events.profit_known_spend
from events
inner join {{ ref('cohort_customers') }} as customers on events.customer_id = customers.customer_id
