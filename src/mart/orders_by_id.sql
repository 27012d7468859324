-- grain: one row per order_id, as orders.sql where every line has an id and each id stands under one customer
-- key: order_id
-- Where an id stands under two, the order is nobody's: its customer_id is empty, which no customer's is.
with cancelled as (
    select distinct
        order_id,
        customer_id
    from {{ ref('order_lines') }}
    where is_cancelled
),

purchase_lines as (
    select sold.*
    from {{ ref('line_profits') }} as sold
    anti join cancelled on sold.order_id = cancelled.order_id and sold.customer_id = cancelled.customer_id
    where
        not sold.is_return
        and (sold.amount <> 0 or {{ var('zero_value') }} = 'keep')
),

grouped as (
    select
        order_id,
        case when min(customer_id) = max(customer_id) then min(customer_id) else '' end as customer_id,
        min(attributes) as attributes,
        cast(sum(lines) as bigint) as lines,
        sum(quantity) as units,
        sum(amount) as spend,
        sum(cost) as cost,
        sum(profit) as profit,
        sum(case when profit is null then 0 else amount end) as profit_known_spend,
        min(order_ts) as order_ts
    from purchase_lines
    group by order_id
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
