-- grain: one row per customer with an order in the data
-- key: customer_id
with placed as (
    select
        customer_id,
        order_date,
        units,
        spend,
        profit,
        profit_known_spend,
        order_ts,
        order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date) as is_inside,
        order_date between coalesce(cast({{ var('rfm_from') }} as date), date '0001-01-01')
        and cast({{ var('rfm_to') }} as date) as is_scored,
        order_date <= cast({{ var('other_to') }} as date) as is_earlier,
        order_date between cast({{ var('other_from') }} as date) and cast({{ var('other_to') }} as date) as is_other
    from {{ ref('orders') }}
)

select
    customer_id,
    count(*) as orders_ever,
    min(order_date) as first_order_date,
    min(order_ts) as first_order_ts,
    sum(spend) as spend_ever,
    sum(profit) as profit_ever,
    count(*) filter (where is_inside) as orders,
    sum(units) filter (where is_inside) as units,
    sum(spend) filter (where is_inside) as spend,
    sum(profit) filter (where is_inside) as profit,
    sum(profit_known_spend) filter (where is_inside) as profit_known_spend,
    count(*) filter (where is_scored) as scored_orders,
    max(case when is_scored then order_date end) as last_scored_date,
    sum(spend) filter (where is_scored) as scored_spend,
    count(*) filter (where is_earlier) as earlier_orders,
    max(case when is_earlier then order_date end) as last_earlier_date,
    sum(spend) filter (where is_earlier) as earlier_spend,
    count(*) filter (where is_other) as other_orders,
    sum(spend) filter (where is_other) as other_spend,
    sum(profit) filter (where is_other) as other_profit,
    sum(profit_known_spend) filter (where is_other) as other_profit_known_spend
from placed
group by customer_id
