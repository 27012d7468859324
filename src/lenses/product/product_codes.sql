-- grain: one row per combination of category and product of the data, with the numbers of its item and its product
-- key: pair_number
with named as (
    select
        pair_number,
        product_key,
        coalesce(
            nullif(case when {{ var('product_level') }} = 'category' then category_key else product_key end, ''),
            '(none)'
        ) as item
    from {{ ref('product_pairs') }}
)

select
    pair_number,
    item,
    cast(dense_rank() over (order by item) as integer) as item_number,
    cast(
        case when product_key = '' then null else dense_rank() over (order by product_key) end
        as integer
    ) as product_number
from named
