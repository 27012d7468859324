-- grain: one row per segment of the attribute that the report is split by, and label
-- key: segment, label_number
with bought as (
    select
        rows_of.customer_rank,
        items.label_number,
        sum(rows_of.spend) as spend,
        sum(rows_of.profit) as profit
    from {{ ref('product_customers') }} as rows_of
    inner join {{ ref('product_items') }} as items on rows_of.item_number = items.item_number
    where rows_of.orders > 0
    group by rows_of.customer_rank, items.label_number
)

select
    coalesce(segments.segment, '(none)') as segment,
    bought.label_number,
    count(*) as customers,
    sum(bought.spend) as spend,
    sum(bought.profit) as profit
from bought
inner join {{ ref('lens1_ranked') }} as ranked on bought.customer_rank = ranked.value_rank
left join {{ ref('customer_segments') }} as segments on ranked.customer_id = segments.customer_id
group by coalesce(segments.segment, '(none)'), bought.label_number
