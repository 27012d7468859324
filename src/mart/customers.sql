-- grain: one row per customer, with or without orders
-- key: customer_id
with purchases as (
    select
        customer_id,
        count(*) as orders,
        count(distinct order_date) as order_days,
        sum(units) as units,
        sum(spend) as spend,
        sum(profit) as profit,
        sum(profit_known_spend) as profit_known_spend,
        min(order_date) as first_order_date,
        max(order_date) as last_order_date,
        min(order_ts) as first_order_ts,
        max(order_ts) as last_order_ts
    from {{ ref('orders') }}
    group by customer_id
),

given_back as (
    select
        customer_id,
        sum(units) as units,
        sum(amount) as returns,
        sum(profit_effect) as profit_effect,
        sum(profit_known_amount) as profit_known_amount
    from {{ ref('returns') }}
    group by customer_id
),

joined as (
    select
        coalesce(purchases.customer_id, given_back.customer_id, profiles.customer_id) as customer_id,
        profiles.source_systems,
        coalesce(profiles.is_visible, true) as is_visible,
        coalesce(purchases.orders, 0) as orders,
        coalesce(purchases.order_days, 0) as order_days,
        case
            when purchases.units is null and given_back.units is null
                and (purchases.customer_id is not null or given_back.customer_id is not null) then null
            else coalesce(purchases.units, 0) - coalesce(given_back.units, 0)
        end as units,
        coalesce(purchases.spend, 0) as spend,
        coalesce(given_back.returns, 0) as returns,
        case
            when purchases.profit is null and given_back.profit_effect is null then null
            else coalesce(purchases.profit, 0) + coalesce(given_back.profit_effect, 0)
        end as profit,
        coalesce(purchases.profit_known_spend, 0) - coalesce(given_back.profit_known_amount, 0) as profit_known_spend,
        purchases.first_order_date,
        purchases.last_order_date,
        purchases.first_order_ts,
        purchases.last_order_ts,
        earlier_of(profiles.acquisition_ts, purchases.first_order_ts) as acquisition_ts,
        case
            when purchases.first_order_date < local_date(profiles.acquisition_ts, {{ var('time_zone') }}) then 'first_order'
            when profiles.acquisition_ts is not null then 'customers_file'
            when purchases.first_order_ts is not null then 'first_order'
        end as acquisition_basis,
        earlier_of(local_date(profiles.acquisition_ts, {{ var('time_zone') }}), purchases.first_order_date) as acquisition_date
    from purchases
    full join given_back on purchases.customer_id = given_back.customer_id
    full join {{ ref('customer_profiles') }} as profiles
        on coalesce(purchases.customer_id, given_back.customer_id) = profiles.customer_id
)

select
    customer_id,
    source_systems,
    is_visible,
    acquisition_basis,
    first_order_date,
    last_order_date,
    acquisition_date,
    period_start(acquisition_date, 'week', {{ var('fiscal_year_start') }}) as cohort_week,
    period_start(acquisition_date, 'month', {{ var('fiscal_year_start') }}) as cohort_month,
    period_start(acquisition_date, 'quarter', {{ var('fiscal_year_start') }}) as cohort_quarter,
    period_start(acquisition_date, 'year', {{ var('fiscal_year_start') }}) as cohort_year,
    orders,
    order_days,
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
