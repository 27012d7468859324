-- grain: one row: how far the observation reaches
-- key: none
with days as (
    select
        order_date,
        lines,
        order_date - lag(order_date) over (order by order_date) as gap_days,
        sum(lines) over (
            order by order_date desc
            rows between unbounded preceding and current row
        ) as lines_from_here
    from {{ ref('order_days') }}
),

earlier as (
    select
        order_date,
        lines,
        gap_days,
        lines_from_here,
        max(gap_days) over (
            order by order_date
            rows between unbounded preceding and 1 preceding
        ) as longest_earlier_gap_days,
        sum(lines) over () as all_lines
    from days
),

stray as (
    select min(order_date) as first_stray_date
    from earlier
    where
        gap_days > 365
        and gap_days > 10 * coalesce(longest_earlier_gap_days, 0)
        and (
            1000 * lines_from_here <= all_lines
            or (all_lines < 1000 and lines_from_here = 1)
        )
),

ends as (
    select
        stray.first_stray_date,
        coalesce(
            cast({{ var('as_of') }} as date),
            max(case when stray.first_stray_date is null or earlier.order_date < stray.first_stray_date then earlier.order_date end)
        ) as as_of
    from stray
    left join earlier on true
    group by stray.first_stray_date
),

observed as (
    select
        min(earlier.order_date) as first_order_date,
        max(earlier.order_date) as last_order_date,
        count(earlier.order_date) as order_days,
        max(earlier.gap_days) as longest_gap_days,
        quantile7(earlier.gap_days, 0.5) as median_gap_days
    from ends
    left join earlier on earlier.order_date <= ends.as_of
)

select
    ends.as_of,
    observed.first_order_date,
    observed.last_order_date,
    ends.first_stray_date,
    observed.order_days,
    observed.longest_gap_days,
    observed.median_gap_days
from ends
cross join observed
