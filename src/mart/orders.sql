-- grain: one row per (order_id, customer_id) with at least one purchase line; a cancelled order has none
-- key: order_id, customer_id
with cancelled as (
    select distinct
        order_id,
        customer_id
    from {{ ref('order_lines') }}
    where is_cancelled
),

-- Not a left join: behind one the engine no longer knows how large the values are, and adds in 128 bits.
purchase_lines as (
    select *
    from {{ ref('line_profits') }} as given
    where
        not is_return
        and (amount <> 0 or {{ var('zero_value') }} = 'keep')
        and not exists (
            select 1
            from cancelled
            where cancelled.order_id = given.order_id and cancelled.customer_id = given.customer_id
        )
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
