-- grain: one row per customer with an order
-- key: customer_id
-- Each order sets the bit of its day, of 63. Days that share a bit make a customer look as if orders shared a day, never the
-- other way round: with as many bits as orders, all days differ.
select
    customer_id,
    min(order_date) as first_order_date,
    max(order_date) as last_order_date,
    count(*) as orders,
    bit_count(bit_or(cast(1 as bigint) << cast(abs(order_date - cast('1970-01-01' as date)) % 63 as bigint))) < count(*) as may_have_fuller_days,
    sum(spend) as spend,
    of_least(spend, order_date) as first_spend
from {{ ref('orders') }}
group by customer_id
