-- grain: one row per day of `cohort_rfm_days`, cohort, period from which its ages count, and segment on that day
-- key: day, cohort, is_before_data, start_index, segment
select
    rfm.day,
    members.cohort,
    members.is_before_data,
    members.start_index,
    rfm.segment,
    min(rfm.rule_number) as rule_number,
    count(*) as customers,
    sum(rfm.monetary) as spend
from {{ ref('cohort_rfm') }} as rfm
inner join {{ ref('cohort_members') }} as members on rfm.customer_number = members.customer_number
group by rfm.day, members.cohort, members.is_before_data, members.start_index, rfm.segment
