-- grain: one row per (order_id, customer_id) with at least one purchase line; a cancelled order has none
-- key: order_id, customer_id
with lines as (
    select * from {{ ref('line_profits') }}
    where amount <> 0 or {{ var('zero_value') }} = 'keep'
),

grouped as (
    select
        order_id,
        customer_id,
        min(attributes) as attributes,
        bool_and(has_order_id) as has_order_id,
        bool_or(is_cancelled) as is_cancelled,
        sum(case when is_return then 0 else 1 end) as lines,
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
    has_order_id,
    local_date(order_ts, {{ var('time_zone') }}) as order_date,
    cast(lines as bigint) as lines,
    units,
    spend,
    cost,
    profit,
    cast(profit_known_spend as decimal(38, 4)) as profit_known_spend,
    order_ts
from grouped
where lines > 0 and not is_cancelled
