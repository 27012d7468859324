-- grain: one row per line of any order and of the returns of the period, ids as small integers
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

purchased as (
    select
        cast(orders.rowid as integer) as order_number,
        orders.customer_rank,
        lines.category_key,
        lines.product_key,
        lines.quantity,
        lines.amount,
        lines.profit
    from lines
    inner join {{ ref('product_orders') }} as orders
        on lines.order_id = orders.order_id and lines.customer_id = orders.customer_id
    where not lines.is_return
),

given_back as (
    select
        cast(null as integer) as order_number,
        cast(coalesce(ranked.value_rank, 0) as integer) as customer_rank,
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
    left join {{ ref('lens1_ranked') }} as ranked on lines.customer_id = ranked.customer_id
    where
        lines.is_return
        and returned.return_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
),

both_kinds as (
    select * from purchased
    union all
    select * from given_back
)

select
    both_kinds.order_number,
    both_kinds.customer_rank,
    codes.item_number,
    codes.product_number,
    both_kinds.quantity,
    both_kinds.amount,
    both_kinds.profit
from both_kinds
inner join {{ ref('product_codes') }} as codes
    on both_kinds.category_key = codes.category_key and both_kinds.product_key = codes.product_key
