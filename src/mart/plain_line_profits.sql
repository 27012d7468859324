-- grain: one row per accepted order line, as line_profits.sql, where no products file and no margin of a category speaks
-- key: none (equal lines are normal)
with other_margin as (
    select max(margin_pct) as margin_pct
    from {{ ref('margins') }}
    where category is null
)

select
    lines.customer_id,
    lines.order_id,
    lines.product_id,
    lines.category,
    lines.attributes,
    lines.has_order_id,
    lines.is_return,
    lines.is_cancelled,
    lines.quantity,
    lines.amount,
    lines.cost,
    coalesce(
        lines.profit,
        lines.amount - lines.cost,
        line_money(lines.amount, other_margin.margin_pct)
    ) as profit,
    lines.order_ts,
    cast(1 as bigint) as lines
from {{ ref('order_lines') }} as lines
cross join other_margin
