-- grain: one row: the orders of the period as bought, before returns
-- key: none
with ordered as (
    select count(*) as orders
    from {{ ref('orders') }}
    where order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
),

bought as (
    select
        count(*) as lines,
        sum(quantity) as units,
        cast(coalesce(sum(case when quantity is null then 0 else amount end), 0) as decimal(38, 4)) as units_known_spend,
        coalesce(sum(amount), 0) as spend
    from {{ ref('product_lines') }}
    where order_number is not null and customer_rank is not null
)

select
    bought.lines,
    ordered.orders,
    bought.units,
    bought.units_known_spend,
    bought.spend
from bought
cross join ordered
