-- grain: one row per rule and combination of scores that occur
-- key: rule_number, r, f, m
select
    rule_number,
    r,
    f,
    m,
    count(*) as customers,
    cast(sum(frequency) as bigint) as orders,
    sum(monetary) as spend,
    cast(sum(recency_days) as bigint) as recency_days
from {{ ref('rfm_judged') }}
group by rule_number, r, f, m
