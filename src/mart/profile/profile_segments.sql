-- grain: one row per value of the attribute that the check is split by
-- key: segment
select
    segments.segment,
    count(*) as customers,
    min(customers.first_order_date) as first_order_date,
    max(customers.last_order_date) as last_order_date,
    cast(sum(case when customers.order_days >= 2 then 1 else 0 end) as bigint) as customers_two_days,
    cast(sum(case when customers.order_days >= 3 then 1 else 0 end) as bigint) as customers_three_days,
    sum(customers.net_spend) as spend
from {{ ref('customer_segments') }} as segments
inner join {{ ref('customers') }} as customers on segments.customer_id = customers.customer_id
group by segments.segment
