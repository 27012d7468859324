-- grain: one row per group of customers and period
-- key: customer_group, moment
select
    customer_group,
    moment,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from {{ ref('lens2_moments') }}
group by customer_group, moment
