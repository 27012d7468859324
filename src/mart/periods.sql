-- grain: one row per calendar period from the first order to the end of observation
-- key: granularity, period_start
with recursive bounds as (
    select
        first_order_date,
        as_of,
        case
            when {{ var('as_of') }} is not null then 0
            else greatest(1, floor(coalesce(median_gap_days, 1)))
        end as slack_days,
        greatest(1, floor(coalesce(median_gap_days, 1))) as first_slack_days
    from {{ ref('observation') }}
    where first_order_date is not null
),

granularities as (
    select granularity
    from (values ('week'), ('month'), ('quarter'), ('year')) as known (granularity)
    where {{ var('granularity') }} in ('all', known.granularity)
),

calendar (granularity, period_start) as (
    select
        granularities.granularity,
        period_start(bounds.first_order_date, granularities.granularity, {{ var('fiscal_year_start') }})
    from bounds
    cross join granularities
    union all
    select
        calendar.granularity,
        period_end(calendar.period_start, calendar.granularity)
    from calendar
    cross join bounds
    where period_end(calendar.period_start, calendar.granularity) <= bounds.as_of
)

select
    calendar.granularity,
    calendar.period_start,
    period_end(calendar.period_start, calendar.granularity) as period_end,
    period_index(calendar.period_start, calendar.granularity, {{ var('fiscal_year_start') }}) as period_index,
    bounds.first_order_date <= calendar.period_start + cast(bounds.first_slack_days as integer)
    and bounds.as_of + cast(bounds.slack_days as integer)
    >= period_end(calendar.period_start, calendar.granularity) - 1 as is_complete
from calendar
cross join bounds
