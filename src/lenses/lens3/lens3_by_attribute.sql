-- grain: one row per value of the attribute that the report is split by
-- key: segment
select
    coalesce(segments.segment, '(none)') as segment,
    count(*) as customers,
    cast(sum(case when member_values.order_days > 0 then 1 else 0 end) as bigint) as buyers,
    cast(sum(case when member_values.order_days > 1 then 1 else 0 end) as bigint) as repeat_buyers,
    cast(sum(member_values.orders) as bigint) as orders,
    sum(member_values.spend) as spend,
    sum(member_values.profit) as profit,
    sum(member_values.profit_known_spend) as profit_known_spend
from {{ ref('lens3_values') }} as member_values
left join {{ ref('customer_segments') }} as segments on member_values.customer_id = segments.customer_id
group by coalesce(segments.segment, '(none)')
