-- grain: one row per period and number of orders in it, ten and more together
-- key: moment, order_count
select
    moment,
    least(orders, 10) as order_count,
    count(*) as customers
from {{ ref('lens2_moments') }}
where orders > 0
group by moment, least(orders, 10)
