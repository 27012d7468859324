-- grain: one row per (order_id, customer_id) with at least one purchase line; a cancelled order has none
-- key: order_id, customer_id
with lines as (
    select * from {{ ref('line_profits') }}
    where amount <> 0 or is_cancelled or {{ var('zero_value') }} = 'keep'
),

grouped as (
    select
        order_id,
        customer_id,
        min(attributes) as attributes,
        count(*) as all_lines,
        count(*) filter (where is_return) as return_lines,
        count(*) filter (where is_cancelled) as cancelled_lines,
        sum(case when is_return then null else quantity end) as units,
        sum(case when is_return then null else amount end) as spend,
        sum(case when is_return then null else cost end) as cost,
        sum(case when is_return then null else profit end) as profit,
        sum(case when is_return or profit is null then 0 else amount end) as profit_known_spend,
        min(case when is_return then null else order_ts end) as order_ts
    from lines
    group by order_id, customer_id
)

select
    order_id,
    customer_id,
    attributes,
    local_date(order_ts, {{ var('time_zone') }}) as order_date,
    all_lines - return_lines as lines,
    units,
    spend,
    cost,
    profit,
    cast(profit_known_spend as decimal(38, 4)) as profit_known_spend,
    order_ts
from grouped
where all_lines > return_lines and cancelled_lines = 0
