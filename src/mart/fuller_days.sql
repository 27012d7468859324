-- grain: one row per customer and day with more than one order of that customer
-- key: customer_id, order_date
select
    customer_id,
    order_date,
    count(*) as orders,
    sum(spend) as spend
from {{ ref('orders') }}
where customer_id in (select customer_id from {{ ref('buyers') }} where may_have_fuller_days)
group by customer_id, order_date
having count(*) > 1
