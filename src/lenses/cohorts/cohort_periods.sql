-- grain: one row per customer and period in which something happened, up to the end of observation
-- key: customer_number, period_index
with events as (
    select
        orders.customer_id,
        days.period_index,
        orders.order_date,
        orders.spend,
        orders.profit,
        orders.profit_known_spend
    from {{ ref('orders') }} as orders
    inner join {{ ref('cohort_days') }} as days on orders.order_date = days.day
    union all
    select
        returns.customer_id,
        days.period_index,
        cast(null as date) as order_date,
        -returns.amount as spend,
        returns.profit_effect as profit,
        -returns.profit_known_amount as profit_known_spend
    from {{ ref('returns') }} as returns
    inner join {{ ref('cohort_days') }} as days on returns.return_date = days.day
)

select
    members.customer_number,
    events.period_index,
    count(events.order_date) as orders,
    sum(events.spend) as spend,
    sum(events.profit) as profit,
    sum(events.profit_known_spend) as profit_known_spend,
    max(events.order_date) as last_order_date,
    min(case when events.order_date > members.first_order_date then events.order_date end) as next_order_date
from events
inner join {{ ref('cohort_members') }} as members on events.customer_id = members.customer_id
group by members.customer_number, events.period_index
