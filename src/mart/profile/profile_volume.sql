-- grain: one row per calendar month from the first order to the last
-- key: period_start
with months as (
    select
        period_start,
        period_end,
        is_complete
    from {{ ref('periods') }}
    where granularity = 'month'
),

monthly as (
    select
        period_start(order_date, 'month', 1) as period_start,
        count(*) as orders,
        count(distinct customer_id) as customers,
        sum(spend) as spend
    from {{ ref('orders') }}
    group by period_start(order_date, 'month', 1)
)

select
    months.period_start,
    months.is_complete,
    coalesce(monthly.orders, 0) as orders,
    coalesce(monthly.customers, 0) as customers,
    coalesce(monthly.spend, 0) as spend
from months
left join monthly on months.period_start = monthly.period_start
