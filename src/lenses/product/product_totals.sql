-- grain: one row per part of the period's total
-- key: part
with parts as (
    select
        case
            when orders > 0 then 'bought'
            when customer_rank > 0 then 'not_bought'
            else 'without_order'
        end as part,
        orders,
        units,
        units_known_spend,
        spend,
        profit,
        profit_known_spend
    from {{ ref('product_customers') }}
)

select
    part,
    cast(sum(orders) as bigint) as item_orders,
    sum(units) as units,
    sum(units_known_spend) as units_known_spend,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from parts
group by part
