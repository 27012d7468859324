-- grain: one row per day with an order or a return, up to the end of observation
-- key: day
with days as (
    select order_date as day from {{ ref('order_days') }}
    union
    select return_date as day from {{ ref('returns') }}
)

select
    days.day,
    period_index(
        period_start(days.day, {{ var('granularity') }}, {{ var('fiscal_year_start') }}),
        {{ var('granularity') }},
        {{ var('fiscal_year_start') }}
    ) as period_index
from days
cross join {{ ref('observation') }} as observation
where days.day <= observation.as_of
