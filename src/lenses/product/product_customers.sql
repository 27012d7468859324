-- grain: one row per customer and item of the period; customer_rank 0 holds all customers without an order
-- key: customer_rank, item_number
with bought as (
    select
        *,
        -- Null wherever one order or two show in the least and the greatest: nothing is looked for then.
        case when order_lines > 2 and least_order < greatest_order then customer_rank end as several_rank
    from {{ ref('product_bought') }}
)

select
    bought.customer_rank,
    bought.item_number,
    cast(
        case
            when bought.order_lines = 0 then 0
            when bought.least_order = bought.greatest_order then 1
            when bought.order_lines = 2 then 2
            else several.orders
        end
        as bigint
    ) as orders,
    bought.units,
    bought.units_known_spend,
    bought.spend,
    bought.profit,
    bought.profit_known_spend
from bought
left join {{ ref('product_several') }} as several
    on bought.several_rank = several.customer_rank and bought.item_number = several.item_number
