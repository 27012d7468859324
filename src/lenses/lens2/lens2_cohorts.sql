-- grain: one row per period and acquisition cohort of the customers active in it
-- key: moment, cohort_start
with acquired as (
    select
        moments.moment,
        earlier_of(local_date(profiles.acquisition_ts, {{ var('time_zone') }}), moments.first_order_date) as acquisition_date,
        moments.orders,
        moments.spend,
        moments.profit,
        moments.profit_known_spend
    from {{ ref('lens2_moments') }} as moments
    left join {{ ref('customer_profiles') }} as profiles on moments.customer_id = profiles.customer_id
    where moments.orders > 0
)

select
    moment,
    period_start(acquisition_date, {{ var('cohort_granularity') }}, {{ var('fiscal_year_start') }}) as cohort_start,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from acquired
group by moment, period_start(acquisition_date, {{ var('cohort_granularity') }}, {{ var('fiscal_year_start') }})
