-- grain: one row per customer with an order by the end of the period
-- key: customer_id
select
    judged.customer as customer_id,
    coalesce(rules.segment, 'other') as segment,
    judged.rule_number,
    judged.recency_days,
    judged.frequency,
    judged.monetary,
    judged.r,
    judged.f,
    judged.m
from {{ ref('rfm_judged') }} as judged
left join {{ ref('rfm_rules') }} as rules on judged.rule_number = rules.rule_number
