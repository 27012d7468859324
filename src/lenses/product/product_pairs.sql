-- grain: one row per combination of category and product of the data, numbered so that lines carry small integers
-- key: category_key, product_key
with combinations as (
    select
        coalesce(category, '') as category_key,
        coalesce(product_id, '') as product_key
    from {{ ref('line_profits') }}
    where not is_cancelled
    group by coalesce(category, ''), coalesce(product_id, '')
)

select
    category_key,
    product_key,
    cast(row_number() over (order by category_key, product_key) as integer) as pair_number
from combinations
