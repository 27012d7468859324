-- grain: one row per line of any order and of the returns of the period, ids as small integers
-- key: none (equal lines are normal)
with lines as not materialized (
    select
        order_id,
        customer_id,
        coalesce(category, '') as category_key,
        coalesce(product_id, '') as product_key,
        case when is_return then local_date(order_ts, {{ var('time_zone') }}) end as return_date,
        quantity,
        amount,
        profit
    from {{ ref('line_profits') }}
    where amount <> 0 or {{ var('zero_value') }} = 'keep'
),

named as (
    select
        pairs.category_key,
        pairs.product_key,
        codes.item_number,
        codes.product_number
    from {{ ref('product_pairs') }} as pairs
    inner join {{ ref('product_codes') }} as codes on pairs.pair_number = codes.pair_number
),

-- Names give way to numbers before orders are looked for; ids are compared by numbers in their place, and lines counted.
numbered as not materialized (
    select
        dated_number(lines.order_id, lines.return_date) as order_key,
        id_number(lines.customer_id) as customer_key,
        named.item_number,
        named.product_number,
        lines.quantity,
        lines.amount,
        lines.profit
    from lines
    inner join named on lines.category_key = named.category_key and lines.product_key = named.product_key
),

-- Returns are looked for among the orders: to go through the lines once more for them takes half as long again.
both_kinds as not materialized (
    select
        cast(rowid as integer) as order_number,
        order_id,
        cast(null as date) as return_date,
        customer_id,
        case
            when order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
            then customer_id
        end as customer_in_period
    from {{ ref('orders') }}
    union all
    select
        cast(null as integer) as order_number,
        return_id as order_id,
        return_date,
        customer_id,
        customer_id as customer_in_period
    from {{ ref('returns') }}
    where return_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
),

placed as not materialized (
    select
        dated_number(both_kinds.order_id, both_kinds.return_date) as order_key,
        id_number(both_kinds.customer_id) as customer_key,
        both_kinds.order_number,
        cast(case when both_kinds.return_date is null then ranked.value_rank else coalesce(ranked.value_rank, 0) end as integer)
        as customer_rank
    from both_kinds
    left join {{ ref('lens1_ranked') }} as ranked on both_kinds.customer_in_period = ranked.customer_id
)

select
    placed.order_number,
    placed.customer_rank,
    numbered.item_number,
    numbered.product_number,
    numbered.quantity,
    numbered.amount,
    numbered.profit
from numbered
inner join placed on numbered.order_key = placed.order_key and numbered.customer_key = placed.customer_key
