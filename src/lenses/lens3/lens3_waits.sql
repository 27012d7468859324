-- grain: one row per purchase day's number, wait to the next purchase day or to the end of observation, and which of both
-- key: purchase, days, is_event
with purchase_days as (
    select distinct
        orders.customer_id,
        orders.order_date
    from {{ ref('orders') }} as orders
    inner join {{ ref('lens3_members') }} as members on orders.customer_id = members.customer_id
),

numbered as (
    select
        order_date,
        row_number() over (
            partition by customer_id
            order by order_date
        ) as purchase,
        lead(order_date) over (
            partition by customer_id
            order by order_date
        ) as next_order_date
    from purchase_days
)

select
    numbered.purchase,
    coalesce(numbered.next_order_date, observation.as_of) - numbered.order_date as days,
    numbered.next_order_date is not null as is_event,
    count(*) as customers
from numbered
cross join {{ ref('observation') }} as observation
where numbered.purchase <= 10
group by
    numbered.purchase,
    coalesce(numbered.next_order_date, observation.as_of) - numbered.order_date,
    numbered.next_order_date is not null
