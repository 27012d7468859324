-- grain: one row per customer with an order, outside the row `before data`
-- key: customer_id
with buyers as (
    select
        members.customer_id,
        members.cohort,
        members.start_index,
        members.first_order_date,
        observation.as_of
    from {{ ref('cohort_members') }} as members
    cross join {{ ref('observation') }} as observation
    where members.start_index is not null and members.first_order_date is not null
),

seconds as (
    select
        buyers.customer_id,
        min(orders.order_date) as second_order_date
    from buyers
    inner join {{ ref('orders') }} as orders on buyers.customer_id = orders.customer_id
    where orders.order_date > buyers.first_order_date and orders.order_date <= buyers.as_of
    group by buyers.customer_id
)

select
    buyers.customer_id,
    buyers.cohort,
    buyers.start_index,
    seconds.second_order_date is not null as has_second,
    buyers.first_order_date,
    seconds.second_order_date,
    coalesce(seconds.second_order_date, buyers.as_of) - buyers.first_order_date as wait_days
from buyers
left join seconds on buyers.customer_id = seconds.customer_id
