-- grain: one row per customer, with or without orders
-- key: customer_id
with events as (
    select
        customer_id,
        order_date,
        units,
        spend,
        null as returns,
        profit,
        profit_known_spend,
        order_ts
    from {{ ref('orders') }}
    union all
    select
        customer_id,
        null as order_date,
        -units as units,
        null as spend,
        amount as returns,
        profit_effect as profit,
        -profit_known_amount as profit_known_spend,
        null as order_ts
    from {{ ref('returns') }}
),

summed as (
    select
        customer_id,
        count(order_date) as orders,
        sum(units) as units,
        sum(spend) as spend,
        sum(returns) as returns,
        sum(profit) as profit,
        sum(profit_known_spend) as profit_known_spend,
        min(order_date) as first_order_date,
        max(order_date) as last_order_date,
        min(order_ts) as first_order_ts,
        max(order_ts) as last_order_ts
    from events
    group by customer_id
),

same_days as (
    select
        customer_id,
        count(*) - 1 as more
    from {{ ref('orders') }}
    where {{ var('order_days') }} = 'told'
    group by customer_id, order_date
    having count(*) > 1
),

surplus as (
    select
        customer_id,
        sum(more) as more
    from same_days
    group by customer_id
),

joined as (
    select
        coalesce(summed.customer_id, profiles.customer_id) as customer_id,
        profiles.source_systems,
        coalesce(profiles.is_visible, true) as is_visible,
        coalesce(summed.orders, 0) as orders,
        case when summed.customer_id is null then 0 else summed.units end as units,
        coalesce(summed.spend, 0) as spend,
        coalesce(summed.returns, 0) as returns,
        summed.profit,
        coalesce(summed.profit_known_spend, 0) as profit_known_spend,
        summed.first_order_date,
        summed.last_order_date,
        summed.first_order_ts,
        summed.last_order_ts,
        earlier_of(profiles.acquisition_ts, summed.first_order_ts) as acquisition_ts,
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
    select order_date as day from {{ ref('orders') }}
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
    source_systems,
    is_visible,
    acquisition_basis,
    first_order_date,
    last_order_date,
    acquisition_date,
    cohorts.cohort_week,
    cohorts.cohort_month,
    cohorts.cohort_quarter,
    cohorts.cohort_year,
    orders,
    cast(orders - coalesce(surplus.more, 0) as bigint) as order_days,
    units,
    spend,
    returns,
    spend - returns as net_spend,
    profit,
    profit_known_spend,
    first_order_ts,
    last_order_ts,
    acquisition_ts
from joined
left join surplus on joined.customer_id = surplus.customer_id
left join cohorts on joined.acquisition_date = cohorts.day
