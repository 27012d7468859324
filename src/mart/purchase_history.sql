-- grain: one row per customer with an order, as of the end of observation
-- key: customer_id
with buyers as (
    select
        customer_id,
        first_order_date,
        last_order_date,
        case when {{ var('occasion') }} = 'order' then orders else order_days end as occasions,
        spend
    from {{ ref('customers') }}
    where orders > 0
),

first_day_orders as (
    select
        orders.customer_id,
        orders.order_id,
        orders.spend
    from {{ ref('orders') }} as orders
    inner join buyers
        on
            orders.customer_id = buyers.customer_id
            and orders.order_date = buyers.first_order_date
    where buyers.occasions > 1
),

ranked as (
    select
        customer_id,
        spend,
        row_number() over (
            partition by customer_id
            order by order_id
        ) as order_rank
    from first_day_orders
    where {{ var('occasion') }} = 'order'
),

first_occasions as (
    select
        customer_id,
        sum(spend) as spend
    from first_day_orders
    where {{ var('occasion') }} = 'day'
    group by customer_id
    union all
    select
        customer_id,
        spend
    from ranked
    where order_rank = 1
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
    buyers.customer_id,
    buyers.occasions - 1 as x,
    buyers.last_order_date - buyers.first_order_date as t_x_days,
    observation.as_of - buyers.first_order_date as t_days,
    case when {{ var('gaps') }} = 'told' then coalesce(regularity.sum_log_gap, 0) end as sum_log_gap,
    coalesce(first_occasions.spend, buyers.spend) as first_spend,
    case when buyers.occasions > 1 then buyers.spend - first_occasions.spend end as repeat_spend
from buyers
cross join {{ ref('observation') }} as observation
left join first_occasions on buyers.customer_id = first_occasions.customer_id
left join regularity on buyers.customer_id = regularity.customer_id
