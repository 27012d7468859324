-- grain: one row per acquisition period
-- key: granularity, cohort_start
with granularities as (
    select granularity
    from (values ('week'), ('month'), ('quarter'), ('year')) as known (granularity)
    where {{ var('granularity') }} in ('all', known.granularity)
),

members as (
    select
        granularities.granularity,
        case granularities.granularity
            when 'week' then customers.cohort_week
            when 'month' then customers.cohort_month
            when 'quarter' then customers.cohort_quarter
            else customers.cohort_year
        end as cohort_start,
        customers.orders,
        customers.net_spend,
        customers.profit,
        customers.profit_known_spend
    from {{ ref('customers') }} as customers
    cross join granularities
    where customers.acquisition_date is not null
)

select
    granularity,
    cohort_start,
    count(*) as customers,
    cast(sum(case when orders > 0 then 1 else 0 end) as bigint) as buyers,
    cast(sum(orders) as bigint) as orders,
    sum(net_spend) as net_spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from members
group by granularity, cohort_start
