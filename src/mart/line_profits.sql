-- grain: one row per accepted order line, with its profit as far as it is known
-- key: none (equal lines are normal)
with lines as (
    select * from {{ ref('order_lines') }}
),

product_versions as (
    select
        product_id,
        category,
        margin_pct,
        unit_cost,
        coalesce(valid_from, timestamp '0001-01-01') as valid_from,
        coalesce(
            lead(valid_from) over (
                partition by product_id
                order by valid_from nulls first
            ),
            timestamp '9999-12-31'
        ) as valid_to
    from {{ ref('products') }}
),

category_margins as (
    select
        category,
        margin_pct
    from {{ ref('margins') }}
    where category is not null
),

other_margin as (
    select max(margin_pct) as margin_pct
    from {{ ref('margins') }}
    where category is null
),

valued as (
    select
        lines.customer_id,
        lines.order_id,
        lines.product_id,
        coalesce(lines.category, product_versions.category) as category,
        lines.attributes,
        lines.has_order_id,
        lines.is_return,
        lines.is_cancelled,
        lines.quantity,
        lines.amount,
        coalesce(
            lines.cost,
            line_money(lines.quantity, product_versions.unit_cost)
        ) as cost,
        lines.profit as line_profit,
        coalesce(
            product_versions.margin_pct,
            category_margins.margin_pct,
            other_margin.margin_pct
        ) as margin_pct,
        lines.order_ts
    from lines
    left join product_versions
        on lines.product_id = product_versions.product_id
        and lines.order_ts >= product_versions.valid_from
        and lines.order_ts < product_versions.valid_to
    left join category_margins
        on coalesce(lines.category, product_versions.category) = category_margins.category
    cross join other_margin
)

select
    customer_id,
    order_id,
    product_id,
    category,
    attributes,
    has_order_id,
    is_return,
    is_cancelled,
    quantity,
    amount,
    cost,
    coalesce(
        line_profit,
        amount - cost,
        line_money(amount, margin_pct)
    ) as profit,
    order_ts,
    cast(1 as bigint) as lines
from valued
