-- grain: one row: who bought once, in the period and ever
-- key: none
select
    cast(coalesce(sum(case when orders > 0 then 1 else 0 end), 0) as bigint) as active,
    cast(
        coalesce(sum(case when first_order_date <= cast({{ var('to_date') }} as date) then 1 else 0 end), 0) as bigint
    ) as buyers_by_end,
    count(*) as buyers_ever,
    cast(coalesce(sum(case when orders = 1 then 1 else 0 end), 0) as bigint) as one_in_period,
    cast(coalesce(sum(case when orders = 1 and orders_ever = 1 then 1 else 0 end), 0) as bigint) as one_ever
from {{ ref('customer_lives') }}
