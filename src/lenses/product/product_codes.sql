-- grain: one row per combination of category and product of the data, numbered so that lines carry small integers
-- key: category_key, product_key
with combinations as (
    select
        category,
        product_id
    from {{ ref('line_profits') }}
    where not is_cancelled
    group by category, product_id
),

named as (
    select
        coalesce(category, '') as category_key,
        coalesce(product_id, '') as product_key,
        coalesce(
            case when {{ var('product_level') }} = 'category' then category else product_id end,
            '(none)'
        ) as item
    from combinations
)

select
    category_key,
    product_key,
    item,
    cast(dense_rank() over (order by item) as integer) as item_number,
    cast(
        case when product_key = '' then null else dense_rank() over (order by product_key) end
        as integer
    ) as product_number
from named
