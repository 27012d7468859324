-- grain: one row per customer with an order, as of the end of observation, as purchase_history.sql
-- key: customer_id
with fuller as (
    select
        fuller_days.customer_id,
        fuller_days.orders - 1 as more,
        case when fuller_days.order_date = buyers.first_order_date then fuller_days.spend end as first_spend
    from {{ ref('fuller_days') }} as fuller_days
    inner join {{ ref('buyers') }} as buyers on fuller_days.customer_id = buyers.customer_id
    where {{ var('occasion') }} = 'day'
),

-- Of several orders of the first day the one with the least id is the first.
first_of_fuller_days as (
    select
        orders.customer_id,
        0 as more,
        of_least(orders.spend, orders.order_id) as first_spend
    from {{ ref('fuller_days') }} as fuller_days
    inner join {{ ref('buyers') }} as buyers
        on
            fuller_days.customer_id = buyers.customer_id
            and fuller_days.order_date = buyers.first_order_date
    inner join {{ ref('orders') }} as orders
        on
            fuller_days.customer_id = orders.customer_id
            and fuller_days.order_date = orders.order_date
    where {{ var('occasion') }} = 'order'
    group by orders.customer_id
),

corrections as (
    select
        customer_id,
        cast(sum(more) as bigint) as more,
        max(first_spend) as first_spend
    from (
        select customer_id, more, first_spend from fuller
        union all
        select customer_id, more, first_spend from first_of_fuller_days
    ) as parts
    group by customer_id
),

occasions as (
    select
        buyers.customer_id,
        buyers.first_order_date,
        buyers.last_order_date,
        buyers.orders - coalesce(corrections.more, 0) as occasions,
        buyers.spend,
        coalesce(corrections.first_spend, buyers.first_spend) as first_spend
    from {{ ref('buyers') }} as buyers
    left join corrections on buyers.customer_id = corrections.customer_id
),

days as (
    select
        customer_id,
        order_date
    from {{ ref('orders') }}
    where {{ var('gaps') }} = 'told'
    group by customer_id, order_date
),

gaps as (
    select
        customer_id,
        order_date - lag(order_date) over (
            partition by customer_id
            order by order_date
        ) as gap_days
    from days
),

regularity as (
    select
        customer_id,
        sum(cast(ln(gap_days) as decimal(18, 12))) as sum_log_gap
    from gaps
    where gap_days is not null
    group by customer_id
)

select
    occasions.customer_id,
    occasions.occasions - 1 as x,
    occasions.last_order_date - occasions.first_order_date as t_x_days,
    observation.as_of - occasions.first_order_date as t_days,
    case when {{ var('gaps') }} = 'told' then coalesce(regularity.sum_log_gap, 0) end as sum_log_gap,
    occasions.first_spend,
    case when occasions.occasions > 1 then occasions.spend - occasions.first_spend end as repeat_spend
from occasions
cross join {{ ref('observation') }} as observation
left join regularity on occasions.customer_id = regularity.customer_id
