-- grain: one row per item of the data, with its place in the period; those bought by nobody have zeros
-- key: item_number
with names as (
    select distinct
        item_number,
        item
    from {{ ref('product_codes') }}
),

sums as (
    select
        item_number,
        sum(spend) as spend
    from {{ ref('product_customers') }}
    where orders > 0
    group by item_number
),

ranked as (
    select
        names.item_number,
        names.item,
        coalesce(sums.spend, 0) as spend,
        row_number() over (order by coalesce(sums.spend, 0) desc, names.item) as spend_rank
    from names
    left join sums on names.item_number = sums.item_number
)

select
    item_number,
    item,
    cast(spend_rank as integer) as spend_rank,
    cast(case when spend_rank <= {{ var('top_items') }} then spend_rank else 0 end as integer) as label_number,
    cast(case when spend_rank <= least(10, {{ var('top_items') }}) then spend_rank else 0 end as integer) as short_number,
    spend
from ranked
