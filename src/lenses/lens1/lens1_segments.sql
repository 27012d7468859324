-- grain: one row per value of the attribute that the report is split by
-- key: segment
select
    coalesce(segments.segment, '(none)') as segment,
    count(*) as customers,
    cast(sum(ranked.orders) as bigint) as orders,
    sum(ranked.units) as units,
    sum(ranked.spend) as spend,
    sum(ranked.profit) as profit,
    sum(ranked.profit_known_spend) as profit_known_spend,
    cast(sum(case when ranked.orders = 1 then 1 else 0 end) as bigint) as one_order,
    cast(sum(case when ranked.decile = 1 then 1 else 0 end) as bigint) as top_decile,
    quantile7(ranked.spend, 0.5) as median_spend
from {{ ref('lens1_ranked') }} as ranked
left join {{ ref('customer_segments') }} as segments on ranked.customer_id = segments.customer_id
group by coalesce(segments.segment, '(none)')
