-- grain: one row: what the data hold
-- key: none
with order_totals as (
    select
        count(*) as orders,
        coalesce(sum(lines), 0) as lines,
        count(distinct customer_id) as customers,
        coalesce(sum(case when spend = 0 then 1 else 0 end), 0) as zero_orders,
        coalesce(sum(spend), 0) as spend,
        coalesce(sum(profit_known_spend), 0) as profit_known_spend,
        sum(profit) as profit,
        quantile7(spend, 0.5) as median_order
    from {{ ref('orders') }}
),

return_totals as (
    select
        count(*) as returns,
        coalesce(sum(lines), 0) as lines,
        coalesce(sum(amount), 0) as amount
    from {{ ref('returns') }}
),

repeaters as (
    select
        coalesce(sum(case when order_days >= 2 then 1 else 0 end), 0) as two_days,
        coalesce(sum(case when order_days >= 3 then 1 else 0 end), 0) as three_days
    from {{ ref('customers') }}
)

select
    order_totals.orders,
    cast(order_totals.lines as bigint) as lines,
    order_totals.customers,
    cast(repeaters.two_days as bigint) as customers_two_days,
    cast(repeaters.three_days as bigint) as customers_three_days,
    cast(order_totals.zero_orders as bigint) as zero_orders,
    return_totals.returns,
    cast(return_totals.lines as bigint) as return_lines,
    order_totals.spend,
    return_totals.amount as returned,
    order_totals.profit,
    order_totals.profit_known_spend,
    order_totals.median_order
from order_totals
cross join return_totals
cross join repeaters
