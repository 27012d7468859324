-- grain: one row per customer and period (1 the first, 2 the second) in which something happened
-- key: customer_id, moment
select
    customer_id,
    1 as moment,
    case when orders_first > 0 then customer_group else 'returns_only' end as customer_group,
    first_order_date,
    orders_first as orders,
    spend_first as spend,
    profit_first as profit,
    profit_known_spend_first as profit_known_spend
from {{ ref('lens2_customers') }}
where events_first > 0
union all
select
    customer_id,
    2 as moment,
    case when orders_second > 0 then customer_group else 'returns_only' end as customer_group,
    first_order_date,
    orders_second as orders,
    spend_second as spend,
    profit_second as profit,
    profit_known_spend_second as profit_known_spend
from {{ ref('lens2_customers') }}
where events_second > 0
