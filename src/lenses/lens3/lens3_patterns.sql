-- grain: one row per pattern of active complete periods (bit n = the n-th of them) and number of purchase days (2 = several)
-- key: pattern_code, purchase_days
with complete_periods as (
    select
        period_index,
        row_number() over (order by period_index) - 1 as period_number
    from {{ ref('periods') }}
    where
        granularity = {{ var('cohort_granularity') }}
        and is_complete
        and period_end > cast({{ var('cohort_start') }} as date)
),

bought as (
    select
        active.customer_id,
        cast(sum(case when active.orders > 0 then power(2, complete_periods.period_number) else 0 end) as bigint) as pattern_code,
        cast(sum(active.order_days) as bigint) as purchase_days
    from {{ ref('lens3_periods') }} as active
    inner join complete_periods on active.period_index = complete_periods.period_index
    where complete_periods.period_number < 52
    group by active.customer_id
)

select
    coalesce(bought.pattern_code, 0) as pattern_code,
    least(2, coalesce(bought.purchase_days, 0)) as purchase_days,
    count(*) as customers
from {{ ref('lens3_members') }} as members
left join bought on members.customer_id = bought.customer_id
group by coalesce(bought.pattern_code, 0), least(2, coalesce(bought.purchase_days, 0))
