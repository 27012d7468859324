-- grain: one row per day with at least one order
-- key: order_date
select
    order_date,
    count(*) as orders,
    cast(sum(lines) as bigint) as lines,
    sum(spend) as spend
from {{ ref('orders') }}
group by order_date
