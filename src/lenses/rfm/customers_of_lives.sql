-- grain: one row per customer, with or without orders, as customers.sql: the columns that lenses read
-- key: customer_id
with given_back as (
    select
        customer_id,
        sum(amount) as returns,
        sum(profit_effect) as profit
    from {{ ref('returns') }}
    group by customer_id
),

summed as (
    select
        coalesce(lives.customer_id, given_back.customer_id) as customer_id,
        coalesce(lives.orders_ever, 0) as orders,
        coalesce(lives.spend_ever, 0) - coalesce(given_back.returns, 0) as net_spend,
        case
            when lives.profit_ever is null then given_back.profit
            else lives.profit_ever + coalesce(given_back.profit, 0)
        end as profit,
        lives.first_order_date,
        lives.first_order_ts
    from {{ ref('customer_lives') }} as lives
    full join given_back on lives.customer_id = given_back.customer_id
),

joined as (
    select
        coalesce(summed.customer_id, profiles.customer_id) as customer_id,
        coalesce(summed.orders, 0) as orders,
        coalesce(summed.net_spend, 0) as net_spend,
        summed.profit,
        summed.first_order_date,
        summed.first_order_ts,
        case
            when summed.first_order_date < local_date(profiles.acquisition_ts, {{ var('time_zone') }}) then 'first_order'
            when profiles.acquisition_ts is not null then 'customers_file'
            when summed.first_order_date is not null then 'first_order'
        end as acquisition_basis,
        earlier_of(local_date(profiles.acquisition_ts, {{ var('time_zone') }}), summed.first_order_date) as acquisition_date
    from summed
    full join {{ ref('customer_profiles') }} as profiles on summed.customer_id = profiles.customer_id
),

-- There are far fewer days than customers.
days as (
    select first_order_date as day from {{ ref('customer_lives') }}
    union
    select local_date(acquisition_ts, {{ var('time_zone') }}) as day from {{ ref('customer_profiles') }}
),

cohorts as (
    select
        day,
        period_start(day, 'week', {{ var('fiscal_year_start') }}) as cohort_week,
        period_start(day, 'month', {{ var('fiscal_year_start') }}) as cohort_month,
        period_start(day, 'quarter', {{ var('fiscal_year_start') }}) as cohort_quarter,
        period_start(day, 'year', {{ var('fiscal_year_start') }}) as cohort_year
    from days
)

select
    joined.customer_id,
    joined.acquisition_basis,
    joined.first_order_date,
    joined.acquisition_date,
    cohorts.cohort_week,
    cohorts.cohort_month,
    cohorts.cohort_quarter,
    cohorts.cohort_year,
    joined.orders,
    joined.net_spend,
    joined.profit,
    joined.first_order_ts
from joined
left join cohorts on joined.acquisition_date = cohorts.day
