-- grain: one row per line of any order and of any return, ids as small integers: the places of order, return and combination
-- key: none (equal lines are normal)
with lines as not materialized (
    select
        order_id,
        customer_id,
        coalesce(category, '') as category_key,
        coalesce(product_id, '') as product_key,
        is_return,
        quantity,
        amount,
        profit,
        order_ts
    from {{ ref('line_profits') }}
    where amount <> 0 or {{ var('zero_value') }} = 'keep'
),

both_kinds as (
    select
        cast(orders.rowid as integer) as order_number,
        cast(null as integer) as return_number,
        lines.category_key,
        lines.product_key,
        lines.quantity,
        lines.amount,
        lines.profit
    from lines
    inner join {{ ref('orders') }} as orders
        on lines.order_id = orders.order_id and lines.customer_id = orders.customer_id
    where not lines.is_return
    union all
    select
        cast(null as integer) as order_number,
        cast(returned.rowid as integer) as return_number,
        lines.category_key,
        lines.product_key,
        lines.quantity,
        lines.amount,
        lines.profit
    from lines
    inner join {{ ref('returns') }} as returned
        on
            lines.order_id = returned.return_id
            and lines.customer_id = returned.customer_id
            and local_date(lines.order_ts, {{ var('time_zone') }}) = returned.return_date
    where lines.is_return
)

select
    both_kinds.order_number,
    both_kinds.return_number,
    pairs.pair_number,
    both_kinds.quantity,
    both_kinds.amount,
    both_kinds.profit
from both_kinds
inner join {{ ref('product_pairs') }} as pairs
    on both_kinds.category_key = pairs.category_key and both_kinds.product_key = pairs.product_key
