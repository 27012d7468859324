-- grain: one row per day of `cohort_rfm_days`, cohort, period from which its ages count, and rule on that day
-- key: day, cohort, is_before_data, start_index, rule_number
with counted as (
    select
        rfm.day,
        members.cohort,
        members.is_before_data,
        members.start_index,
        rfm.rule_number,
        count(*) as customers,
        sum(rfm.monetary) as spend
    from {{ ref('rfm_judged') }} as rfm
    inner join {{ ref('cohort_members') }} as members on rfm.customer = members.customer_number
    group by rfm.day, members.cohort, members.is_before_data, members.start_index, rfm.rule_number
)

select
    counted.day,
    counted.cohort,
    counted.is_before_data,
    counted.start_index,
    coalesce(rules.segment, 'other') as segment,
    counted.rule_number,
    counted.customers,
    counted.spend
from counted
left join {{ ref('rfm_rules') }} as rules on counted.rule_number = rules.rule_number
