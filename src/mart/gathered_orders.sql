-- grain: one row per (order_id, customer_id), as orders.sql, of lines that were added up while they were read
-- key: order_id, customer_id
select
    order_id,
    customer_id,
    attributes,
    local_date(order_ts, {{ var('time_zone') }}) as order_date,
    lines,
    quantity as units,
    amount as spend,
    cost,
    profit,
    cast(case when profit is null then 0 else amount end as decimal(38, 4)) as profit_known_spend,
    order_ts
from {{ ref('line_profits') }}
where
    not is_return
    and not is_cancelled
    and (amount <> 0 or {{ var('zero_value') }} = 'keep')
