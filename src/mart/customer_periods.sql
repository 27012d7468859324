-- grain: one row per customer and calendar period in which something happened
-- key: customer_id, granularity, period_start
with granularities as (
    select granularity
    from (values ('week'), ('month'), ('quarter'), ('year')) as known (granularity)
    where {{ var('granularity') }} in ('all', known.granularity)
),

events as (
    select
        customer_id,
        order_date as event_date,
        1 as orders,
        order_date,
        spend,
        cast(0 as decimal(38, 4)) as returns,
        profit,
        profit_known_spend,
        units,
        order_ts as event_ts
    from {{ ref('orders') }}
    union all
    select
        customer_id,
        return_date as event_date,
        0 as orders,
        cast(null as date) as order_date,
        cast(0 as decimal(38, 4)) as spend,
        amount as returns,
        profit_effect as profit,
        -profit_known_amount as profit_known_spend,
        -units as units,
        return_ts as event_ts
    from {{ ref('returns') }}
),

days as (
    select
        customer_id,
        event_date,
        sum(orders) as orders,
        count(order_date) > 0 as has_order,
        sum(units) as units,
        sum(spend) as spend,
        sum(returns) as returns,
        sum(profit) as profit,
        sum(profit_known_spend) as profit_known_spend,
        min(event_ts) as first_ts,
        max(event_ts) as last_ts
    from events
    group by customer_id, event_date
),

dated as (
    select
        days.*,
        granularities.granularity,
        period_start(days.event_date, granularities.granularity, {{ var('fiscal_year_start') }}) as period_start
    from days
    cross join granularities
)

select
    customer_id,
    granularity,
    period_start,
    period_end(period_start, granularity) as period_end,
    period_index(period_start, granularity, {{ var('fiscal_year_start') }}) as period_index,
    cast(sum(orders) as bigint) as orders,
    cast(sum(case when has_order then 1 else 0 end) as bigint) as order_days,
    sum(units) as units,
    sum(spend) as spend,
    sum(returns) as returns,
    sum(spend) - sum(returns) as net_spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend,
    min(first_ts) as first_ts,
    max(last_ts) as last_ts
from dated
group by customer_id, granularity, period_start
