-- grain: one row per pattern of active periods (bit n = age n, the period under way too) and number of purchase days (2 = several)
-- key: pattern_code, purchase_days
with ages as (
    select
        period_index,
        row_number() over (order by period_index) - 1 as age
    from {{ ref('periods') }}
    where
        granularity = {{ var('cohort_granularity') }}
        and period_end > cast({{ var('cohort_start') }} as date)
),

bought as (
    select
        active.customer_id,
        cast(sum(case when active.orders > 0 then power(2, ages.age) else 0 end) as bigint) as pattern_code,
        cast(sum(active.order_days) as bigint) as purchase_days
    from {{ ref('lens3_periods') }} as active
    inner join ages on active.period_index = ages.period_index
    where ages.age < 52
    group by active.customer_id
)

select
    coalesce(bought.pattern_code, 0) as pattern_code,
    least(2, coalesce(bought.purchase_days, 0)) as purchase_days,
    count(*) as customers
from {{ ref('lens3_members') }} as members
left join bought on members.customer_id = bought.customer_id
group by coalesce(bought.pattern_code, 0), least(2, coalesce(bought.purchase_days, 0))
