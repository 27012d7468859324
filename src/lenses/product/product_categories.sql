-- grain: one row per category (or top product), and one for the rest (label_number 0)
-- key: label_number
with bought as (
    select
        items.label_number,
        rows_of.customer_rank,
        rows_of.orders,
        rows_of.units,
        rows_of.units_known_spend,
        rows_of.spend,
        rows_of.profit,
        rows_of.profit_known_spend
    from {{ ref('product_customers') }} as rows_of
    inner join {{ ref('product_items') }} as items on rows_of.item_number = items.item_number
    where rows_of.orders > 0
),

sums as (
    select
        label_number,
        count(*) as customers,
        sum(orders) as orders,
        sum(units) as units,
        sum(units_known_spend) as units_known_spend,
        sum(spend) as spend,
        sum(profit) as profit,
        sum(profit_known_spend) as profit_known_spend
    from bought
    group by label_number
),

rest as (
    select
        distinct_places(lines.customer_rank) as customers,
        distinct_places(lines.order_number) as orders
    from {{ ref('product_lines') }} as lines
    inner join {{ ref('product_items') }} as items on lines.item_number = items.item_number
    where items.label_number = 0 and lines.order_number is not null and lines.customer_rank is not null
),

labels as (
    select
        label_number,
        max(case when label_number > 0 then item end) as label,
        count(*) as items
    from {{ ref('product_items') }}
    group by label_number
)

select
    labels.label_number,
    coalesce(labels.label, '(other)') as label,
    labels.items,
    cast(case when labels.label_number = 0 then rest.customers else coalesce(sums.customers, 0) end as bigint) as customers,
    cast(case when labels.label_number = 0 then rest.orders else coalesce(sums.orders, 0) end as bigint) as orders,
    sums.units,
    coalesce(sums.units_known_spend, 0) as units_known_spend,
    coalesce(sums.spend, 0) as spend,
    sums.profit,
    coalesce(sums.profit_known_spend, 0) as profit_known_spend
from labels
cross join rest
left join sums on labels.label_number = sums.label_number
