-- grain: one row per segment that has customers
-- key: segment
select
    coalesce(rules.segment, 'other') as segment,
    min(cells.rule_number) as rule_number,
    cast(sum(cells.customers) as bigint) as customers,
    cast(sum(cells.orders) as bigint) as orders,
    sum(cells.spend) as spend,
    cast(sum(cells.recency_days) as bigint) as recency_days
from {{ ref('rfm_cells') }} as cells
left join {{ ref('rfm_rules') }} as rules on cells.rule_number = rules.rule_number
group by coalesce(rules.segment, 'other')
