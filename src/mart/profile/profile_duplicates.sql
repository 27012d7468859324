-- grain: one row: lines that are equal in every column that was read
-- key: none
with counted as (
    select count(*) as copies
    from {{ ref('order_lines') }}
    group by customer_id, order_id, order_ts, amount, quantity, product_id, is_return
)

select
    cast(coalesce(sum(case when copies > 1 then copies - 1 else 0 end), 0) as bigint) as duplicate_lines,
    coalesce(max(copies), 0) as most_copies
from counted
