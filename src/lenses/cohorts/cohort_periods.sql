-- grain: one row per customer and period in which something happened, up to the end of observation
-- key: customer_number, period_index
select
    events.customer_number,
    days.period_index,
    cast(sum(events.orders) as bigint) as orders,
    sum(events.spend) as spend,
    sum(events.profit) as profit,
    sum(events.profit_known_spend) as profit_known_spend,
    max(case when events.orders > 0 then events.day end) as last_order_date,
    min(case when events.orders > 0 and events.is_later then events.day end) as next_order_date
from {{ ref('cohort_events') }} as events
inner join {{ ref('cohort_days') }} as days on events.day = days.day
group by events.customer_number, days.period_index
