-- grain: one row per (order_id, customer_id) with at least one purchase line; a cancelled order has none
-- key: order_id, customer_id
with cancelled as (
    select distinct
        order_id,
        customer_id
    from {{ ref('order_lines') }}
    where is_cancelled
),

purchase_lines as (
    select lines.*
    from {{ ref('line_profits') }} as lines
    left join cancelled
        on lines.order_id = cancelled.order_id and lines.customer_id = cancelled.customer_id
    where
        not lines.is_return
        and (lines.amount <> 0 or {{ var('zero_value') }} = 'keep')
        and cancelled.order_id is null
),

grouped as (
    select
        order_id,
        customer_id,
        min(attributes) as attributes,
        cast(sum(lines) as bigint) as lines,
        sum(quantity) as units,
        sum(amount) as spend,
        sum(cost) as cost,
        sum(profit) as profit,
        sum(case when profit is null then 0 else amount end) as profit_known_spend,
        min(order_ts) as order_ts
    from purchase_lines
    group by order_id, customer_id
)

select
    order_id,
    customer_id,
    attributes,
    local_date(order_ts, {{ var('time_zone') }}) as order_date,
    lines,
    units,
    spend,
    cost,
    profit,
    cast(profit_known_spend as decimal(38, 4)) as profit_known_spend,
    order_ts
from grouped
