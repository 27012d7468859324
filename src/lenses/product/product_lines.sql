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

dated as not materialized (
    select
        cast(rowid as integer) as order_number,
        order_id,
        customer_id,
        case
            when order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
            then customer_id
        end as customer_in_period
    from {{ ref('orders') }}
),

placed as not materialized (
    select
        id_number(dated.order_id) as order_key,
        id_number(dated.customer_id) as customer_key,
        dated.order_number,
        cast(ranked.value_rank as integer) as customer_rank
    from dated
    left join {{ ref('lens1_ranked') }} as ranked on dated.customer_in_period = ranked.customer_id
),

returned as (
    select
        returns.return_id,
        returns.customer_id,
        returns.return_date,
        cast(coalesce(ranked.value_rank, 0) as integer) as customer_rank
    from {{ ref('returns') }} as returns
    left join {{ ref('lens1_ranked') }} as ranked on returns.customer_id = ranked.customer_id
    where returns.return_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
),

both_kinds as (
    select
        placed.order_number,
        placed.customer_rank,
        purchases.pair_number,
        purchases.quantity,
        purchases.amount,
        purchases.profit
    from purchases
    inner join placed on purchases.order_key = placed.order_key and purchases.customer_key = placed.customer_key
    union all
    select
        cast(null as integer) as order_number,
        returned.customer_rank,
        pairs.pair_number,
        lines.quantity,
        lines.amount,
        lines.profit
    from lines
    inner join returned
        on
            lines.order_id = returned.return_id
            and lines.customer_id = returned.customer_id
            and local_date(lines.order_ts, {{ var('time_zone') }}) = returned.return_date
    left join {{ ref('product_pairs') }} as pairs
        on lines.category_key = pairs.category_key and lines.product_key = pairs.product_key
    where lines.is_return
)

-- Items come last: of a union that ends the text the engine would compute every column, asked for or not.
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
