-- grain: one row per (return or order id, customer, day) with at least one return line
-- key: return_id, customer_id, return_date
with cancelled as (
    select distinct
        order_id,
        customer_id
    from {{ ref('order_lines') }}
    where is_cancelled
),

return_lines as (
    select
        order_id as return_id,
        customer_id,
        local_date(order_ts, {{ var('time_zone') }}) as return_date,
        attributes,
        quantity,
        amount,
        profit,
        order_ts,
        lines
    from {{ ref('line_profits') }} as given
    where
        is_return
        and (amount <> 0 or {{ var('zero_value') }} = 'keep')
        and not exists (
            select 1
            from cancelled
            where cancelled.order_id = given.order_id and cancelled.customer_id = given.customer_id
        )
)

select
    return_id,
    customer_id,
    min(attributes) as attributes,
    return_date,
    cast(sum(lines) as bigint) as lines,
    -sum(quantity) as units,
    -sum(amount) as amount,
    sum(profit) as profit_effect,
    cast(-sum(case when profit is null then 0 else amount end) as decimal(38, 4)) as profit_known_amount,
    min(order_ts) as return_ts
from return_lines
group by return_id, customer_id, return_date
