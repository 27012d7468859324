-- grain: one row per customer and period in which something happened, up to the end of observation
-- key: customer_number, period_index
with events as (
    select
        orders.customer_id,
        orders.order_date as event_date,
        1 as orders,
        orders.order_date,
        orders.spend,
        orders.profit,
        orders.profit_known_spend
    from {{ ref('orders') }} as orders
    cross join {{ ref('observation') }} as observation
    where orders.order_date <= observation.as_of
    union all
    select
        returns.customer_id,
        returns.return_date as event_date,
        0 as orders,
        cast(null as date) as order_date,
        -returns.amount as spend,
        returns.profit_effect as profit,
        -returns.profit_known_amount as profit_known_spend
    from {{ ref('returns') }} as returns
    cross join {{ ref('observation') }} as observation
    where returns.return_date <= observation.as_of
)

select
    members.customer_number,
    days.period_index,
    cast(sum(events.orders) as bigint) as orders,
    sum(events.spend) as spend,
    sum(events.profit) as profit,
    sum(events.profit_known_spend) as profit_known_spend,
    max(events.order_date) as last_order_date,
    min(case when events.order_date > members.first_order_date then events.order_date end) as next_order_date
from events
inner join {{ ref('cohort_members') }} as members on events.customer_id = members.customer_id
inner join {{ ref('cohort_days') }} as days on events.event_date = days.day
group by members.customer_number, days.period_index
