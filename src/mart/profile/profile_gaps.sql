-- grain: one row per stretch of days without any order
-- key: last_day_before
with days as (
    select
        order_date as next_day,
        lag(order_date) over (order by order_date) as last_day_before,
        order_date - lag(order_date) over (order by order_date) - 1 as silent_days
    from {{ ref('order_days') }}
)

select
    last_day_before,
    next_day,
    silent_days
from days
where silent_days >= 1
