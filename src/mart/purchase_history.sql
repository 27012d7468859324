-- grain: one row per customer with an order, as of the end of observation
-- key: customer_id
with buyers as (
    select
        customer_id,
        first_order_date,
        last_order_date,
        case when {{ var('occasion') }} = 'order' then orders else order_days end as occasions,
        orders > order_days as has_fuller_days,
        spend
    from {{ ref('customers') }}
    where orders > 0
),

first_day_orders as (
    select
        buyers.customer_id,
        buyers.first_order_date,
        buyers.last_order_date,
        buyers.occasions,
        buyers.has_fuller_days,
        buyers.spend,
        case when {{ var('occasion') }} = 'order' then orders.order_id end as order_id,
        orders.spend as order_spend
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
        order_spend,
        row_number() over (
            partition by customer_id
            order by order_id
        ) as order_rank
    from first_day_orders
    where has_fuller_days and {{ var('occasion') }} = 'order'
),

first_of_fuller_days as (
    select
        customer_id,
        sum(order_spend) as spend
    from first_day_orders
    where has_fuller_days and {{ var('occasion') }} = 'day'
    group by customer_id
    union all
    select
        customer_id,
        order_spend as spend
    from ranked
    where order_rank = 1
),

-- Who never ordered twice on a day has one order on the first one: most customers need nothing but the join.
first_occasions as (
    select
        customer_id,
        first_order_date,
        last_order_date,
        occasions,
        spend,
        order_spend as first_spend
    from first_day_orders
    where not has_fuller_days
    union all
    select
        buyers.customer_id,
        buyers.first_order_date,
        buyers.last_order_date,
        buyers.occasions,
        buyers.spend,
        first_of_fuller_days.spend as first_spend
    from first_of_fuller_days
    inner join buyers on first_of_fuller_days.customer_id = buyers.customer_id
    union all
    select
        customer_id,
        first_order_date,
        last_order_date,
        occasions,
        spend,
        spend as first_spend
    from buyers
    where occasions = 1
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
    first_occasions.customer_id,
    first_occasions.occasions - 1 as x,
    first_occasions.last_order_date - first_occasions.first_order_date as t_x_days,
    observation.as_of - first_occasions.first_order_date as t_days,
    case when {{ var('gaps') }} = 'told' then coalesce(regularity.sum_log_gap, 0) end as sum_log_gap,
    first_occasions.first_spend,
    case when first_occasions.occasions > 1 then first_occasions.spend - first_occasions.first_spend end as repeat_spend
from first_occasions
cross join {{ ref('observation') }} as observation
left join regularity on first_occasions.customer_id = regularity.customer_id
