-- grain: one row per customer of new orders or returns, as customers.sql, where these and the row that stands tell it
-- key: customer_id
-- place: where the row stands that this one is put in the place of
select
    standing.place,
    fresh.customer_id,
    standing.source_systems,
    standing.is_visible,
    standing.acquisition_basis,
    standing.first_order_date,
    case when fresh.orders = 0 then standing.last_order_date else fresh.last_order_date end as last_order_date,
    standing.acquisition_date,
    period_start(standing.acquisition_date, 'week', {{ var('fiscal_year_start') }}) as cohort_week,
    period_start(standing.acquisition_date, 'month', {{ var('fiscal_year_start') }}) as cohort_month,
    period_start(standing.acquisition_date, 'quarter', {{ var('fiscal_year_start') }}) as cohort_quarter,
    period_start(standing.acquisition_date, 'year', {{ var('fiscal_year_start') }}) as cohort_year,
    standing.orders + fresh.orders as orders,
    standing.order_days + fresh.order_days - case
        when fresh.first_order_date = standing.last_order_date and {{ var('order_days') }} = 'told' then 1
        else 0
    end as order_days,
    case
        when standing.units is null then fresh.units
        else standing.units + coalesce(fresh.units, 0)
    end as units,
    standing.spend + fresh.spend as spend,
    standing.returns + fresh.returns as returns,
    standing.spend + fresh.spend - standing.returns - fresh.returns as net_spend,
    case
        when standing.profit is null then fresh.profit
        else standing.profit + coalesce(fresh.profit, 0)
    end as profit,
    standing.profit_known_spend + fresh.profit_known_spend as profit_known_spend,
    -- On the day of the last order a new one may be the earlier of both.
    earlier_of(standing.first_order_ts, fresh.first_order_ts) as first_order_ts,
    case
        when fresh.last_order_ts is null or fresh.last_order_ts < standing.last_order_ts then standing.last_order_ts
        else fresh.last_order_ts
    end as last_order_ts,
    earlier_of(standing.acquisition_ts, fresh.acquisition_ts) as acquisition_ts
from {{ ref('customers_of_new_orders') }} as fresh
inner join {{ ref('standing_customers') }} as standing on fresh.customer_id = standing.customer_id
where
    standing.orders > 0
    -- An earlier day may be one with orders already, and be before the first.
    and (fresh.orders = 0 or fresh.first_order_date >= standing.last_order_date)
    and fresh.customer_id not in (select customer_id from {{ ref('changed_customers') }})

union all

-- Nobody bought, or gave anything back, before.
select
    standing.place,
    fresh.customer_id,
    fresh.source_systems,
    fresh.is_visible,
    fresh.acquisition_basis,
    fresh.first_order_date,
    fresh.last_order_date,
    fresh.acquisition_date,
    fresh.cohort_week,
    fresh.cohort_month,
    fresh.cohort_quarter,
    fresh.cohort_year,
    fresh.orders,
    fresh.order_days,
    fresh.units,
    fresh.spend,
    fresh.returns,
    fresh.net_spend,
    fresh.profit,
    fresh.profit_known_spend,
    fresh.first_order_ts,
    fresh.last_order_ts,
    fresh.acquisition_ts
from {{ ref('customers_of_new_orders') }} as fresh
left join {{ ref('standing_customers') }} as standing on fresh.customer_id = standing.customer_id
where
    standing.customer_id is null
    or (
        standing.orders = 0
        and standing.returns = 0
        and standing.profit_known_spend = 0
        and standing.profit is null
        and standing.units = 0
        and fresh.units is not null
    )
