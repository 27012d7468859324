-- grain: one row per member: the value to date
-- key: customer_id
with bought as (
    select
        customer_id,
        cast(sum(orders) as bigint) as orders,
        cast(sum(order_days) as bigint) as order_days,
        sum(spend) as spend,
        sum(profit) as profit,
        sum(profit_known_spend) as profit_known_spend
    from {{ ref('lens3_periods') }}
    group by customer_id
),

valued as (
    select
        members.customer_id,
        coalesce(bought.orders, 0) as orders,
        coalesce(bought.order_days, 0) as order_days,
        coalesce(bought.spend, 0) as spend,
        bought.profit,
        coalesce(bought.profit_known_spend, 0) as profit_known_spend,
        case when {{ var('metric') }} = 'profit' then coalesce(bought.profit, 0) else coalesce(bought.spend, 0) end as value
    from {{ ref('lens3_members') }} as members
    left join bought on members.customer_id = bought.customer_id
)

select
    customer_id,
    ntile(10) over (order by value desc, customer_id) as decile,
    orders,
    order_days,
    cast(spend as decimal(38, 4)) as spend,
    profit,
    cast(profit_known_spend as decimal(38, 4)) as profit_known_spend
from valued
