-- grain: one row: the orders of the period as bought, before returns
-- key: none
select
    count(*) as lines,
    cast(count(distinct order_number) as bigint) as orders,
    sum(quantity) as units,
    cast(coalesce(sum(case when quantity is null then 0 else amount end), 0) as decimal(38, 4)) as units_known_spend,
    coalesce(sum(amount), 0) as spend
from {{ ref('product_lines') }}
where order_number is not null and customer_rank is not null
