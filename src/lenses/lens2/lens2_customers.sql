-- grain: one row per customer with an order or a return in one of the two periods
-- key: customer_id
select
    customer_id,
    case
        when orders_first > 0 and orders_second > 0 then 'both'
        when orders_first > 0 then 'only_first'
        when orders_second > 0 and is_new then 'first_ever'
        when orders_second > 0 then 'returning'
        else 'returns_only'
    end as customer_group,
    first_order_date,
    events_first,
    events_second,
    orders_first,
    orders_second,
    spend_first,
    spend_second,
    profit_first,
    profit_second,
    profit_known_spend_first,
    profit_known_spend_second
from {{ ref('lens2_lives') }}
where events_first + events_second > 0
