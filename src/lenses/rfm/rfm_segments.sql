-- grain: one row per segment that has customers
-- key: segment
select
    segment,
    min(rule_number) as rule_number,
    count(*) as customers,
    cast(sum(frequency) as bigint) as orders,
    sum(monetary) as spend,
    cast(sum(recency_days) as bigint) as recency_days
from {{ ref('rfm') }}
group by segment
