-- grain: one row per cohort, period from which its ages count, and age at the second purchase day
-- key: cohort, start_index, age
with aged as (
    select
        cohort,
        start_index,
        period_index(
            period_start(second_order_date, {{ var('granularity') }}, {{ var('fiscal_year_start') }}),
            {{ var('granularity') }},
            {{ var('fiscal_year_start') }}
        ) - start_index as age
    from {{ ref('cohort_second_purchases') }}
    where has_second
)

select
    cohort,
    start_index,
    age,
    count(*) as customers
from aged
group by cohort, start_index, age
