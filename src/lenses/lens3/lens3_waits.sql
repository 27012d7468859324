-- grain: one row per purchase day's number, wait to the next purchase day or to the end of observation, and which of both
-- key: purchase, days, is_event
with numbered as (
    select
        day,
        row_number() over (
            partition by customer_id
            order by day
        ) as purchase,
        lead(day) over (
            partition by customer_id
            order by day
        ) as next_day
    from {{ ref('lens3_days') }}
    where orders > 0
)

select
    numbered.purchase,
    coalesce(numbered.next_day, observation.as_of) - numbered.day as days,
    numbered.next_day is not null as is_event,
    count(*) as customers
from numbered
cross join {{ ref('observation') }} as observation
where numbered.purchase <= 10
group by
    numbered.purchase,
    coalesce(numbered.next_day, observation.as_of) - numbered.day,
    numbered.next_day is not null
