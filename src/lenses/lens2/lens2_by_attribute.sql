-- grain: one row per value of the attribute that the report is split by
-- key: segment
select
    coalesce(segments.segment, '(none)') as segment,
    cast(sum(case when customers.orders_first > 0 then 1 else 0 end) as bigint) as customers_first,
    cast(sum(case when customers.orders_second > 0 then 1 else 0 end) as bigint) as customers_second,
    cast(sum(case when customers.customer_group = 'both' then 1 else 0 end) as bigint) as customers_both,
    cast(sum(case when customers.customer_group = 'first_ever' then 1 else 0 end) as bigint) as customers_first_ever,
    cast(sum(case when customers.orders_first > 0 then customers.spend_first else 0 end) as decimal(38, 4)) as spend_first,
    cast(sum(case when customers.orders_second > 0 then customers.spend_second else 0 end) as decimal(38, 4)) as spend_second,
    sum(case when customers.orders_first > 0 then customers.profit_first end) as profit_first,
    sum(case when customers.orders_second > 0 then customers.profit_second end) as profit_second
from {{ ref('lens2_customers') }} as customers
left join {{ ref('customer_segments') }} as segments on customers.customer_id = segments.customer_id
where customers.orders_first > 0 or customers.orders_second > 0
group by coalesce(segments.segment, '(none)')
