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

-- Names give way to numbers before orders are looked for; ids are compared by numbers in their place, and lines counted.
purchases as not materialized (
    select
        id_number(lines.order_id) as order_key,
        id_number(lines.customer_id) as customer_key,
        pairs.pair_number,
        lines.quantity,
        lines.amount,
        lines.profit
    from lines
    left join {{ ref('product_pairs') }} as pairs
        on lines.category_key = pairs.category_key and lines.product_key = pairs.product_key
    where not lines.is_return
),

placed as not materialized (
    select
        id_number(order_id) as order_key,
        id_number(customer_id) as customer_key,
        cast(rowid as integer) as order_number
    from {{ ref('orders') }}
)

select
    placed.order_number,
    cast(null as integer) as return_number,
    purchases.pair_number,
    purchases.quantity,
    purchases.amount,
    purchases.profit
from purchases
inner join placed on purchases.order_key = placed.order_key and purchases.customer_key = placed.customer_key
union all
select
    cast(null as integer) as order_number,
    cast(returned.rowid as integer) as return_number,
    pairs.pair_number,
    lines.quantity,
    lines.amount,
    lines.profit
from lines
inner join {{ ref('returns') }} as returned
    on
        lines.order_id = returned.return_id
        and lines.customer_id = returned.customer_id
        and local_date(lines.order_ts, {{ var('time_zone') }}) = returned.return_date
left join {{ ref('product_pairs') }} as pairs
    on lines.category_key = pairs.category_key and lines.product_key = pairs.product_key
where lines.is_return
