-- grain: one row per cohort and length of the wait for the second purchase day
-- key: cohort, start_index, days
select
    cohort,
    case when cohort is null then start_index end as start_index,
    wait_days as days,
    cast(sum(case when has_second then 1 else 0 end) as bigint) as events,
    cast(sum(case when has_second then 0 else 1 end) as bigint) as censored
from {{ ref('cohort_second_purchases') }}
group by cohort, case when cohort is null then start_index end, wait_days
