-- grain: one row per line of any order and of the returns of the period, ids as small integers
-- key: none (equal lines are normal)
with period_orders as (
    select
        cast(orders.rowid as integer) as order_number,
        cast(ranked.value_rank as integer) as customer_rank
    from {{ ref('orders') }} as orders
    inner join {{ ref('lens1_ranked') }} as ranked on orders.customer_id = ranked.customer_id
    where orders.order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
),

period_returns as (
    select
        cast(returns.rowid as integer) as return_number,
        cast(coalesce(ranked.value_rank, 0) as integer) as customer_rank
    from {{ ref('returns') }} as returns
    left join {{ ref('lens1_ranked') }} as ranked on returns.customer_id = ranked.customer_id
    where returns.return_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
),

both_kinds as (
    select
        lines.order_number,
        period_orders.customer_rank,
        lines.pair_number,
        lines.quantity,
        lines.amount,
        lines.profit
    from {{ ref('product_numbered_lines') }} as lines
    left join period_orders on lines.order_number = period_orders.order_number
    where lines.order_number is not null
    union all
    select
        lines.order_number,
        period_returns.customer_rank,
        lines.pair_number,
        lines.quantity,
        lines.amount,
        lines.profit
    from {{ ref('product_numbered_lines') }} as lines
    inner join period_returns on lines.return_number = period_returns.return_number
    where lines.return_number is not null
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
inner join {{ ref('product_codes') }} as codes on both_kinds.pair_number = codes.pair_number
