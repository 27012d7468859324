-- grain: one row per cohort and period from which its ages count
-- key: cohort, is_before_data, start_index
select
    cohort,
    is_before_data,
    start_index,
    count(*) as customers,
    count(first_order_date) as buyers
from {{ ref('cohort_members') }}
group by cohort, is_before_data, start_index
