-- grain: one row: who bought once, in the period and ever
-- key: none
with lives as (
    select
        customer_id,
        count(*) as orders_ever,
        sum(case when order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date) then 1 else 0 end)
            as orders_in_period,
        min(order_date) as first_order_date
    from {{ ref('orders') }}
    group by customer_id
)

select
    cast(coalesce(sum(case when orders_in_period > 0 then 1 else 0 end), 0) as bigint) as active,
    cast(
        coalesce(sum(case when first_order_date <= cast({{ var('to_date') }} as date) then 1 else 0 end), 0) as bigint
    ) as buyers_by_end,
    count(*) as buyers_ever,
    cast(coalesce(sum(case when orders_in_period = 1 then 1 else 0 end), 0) as bigint) as one_in_period,
    cast(
        coalesce(sum(case when orders_in_period = 1 and orders_ever = 1 then 1 else 0 end), 0) as bigint
    ) as one_ever
from lives
