-- grain: one row per RFM segment at the end of the first period and at the end of the second
-- key: from_segment, to_segment
with moved as (
    select
        before.rule_number as from_rule,
        after.rule_number as to_rule,
        count(*) as customers
    from {{ ref('lens2_rfm_second') }} as after
    left join {{ ref('rfm_judged') }} as before on after.customer = before.customer
    group by before.rule_number, after.rule_number
)

select
    case when moved.from_rule is null then '(no order yet)' else coalesce(from_rules.segment, 'other') end as from_segment,
    min(coalesce(moved.from_rule, 1001)) as from_rule,
    coalesce(to_rules.segment, 'other') as to_segment,
    min(moved.to_rule) as to_rule,
    cast(sum(moved.customers) as bigint) as customers
from moved
left join {{ ref('rfm_rules') }} as from_rules on moved.from_rule = from_rules.rule_number
left join {{ ref('rfm_rules') }} as to_rules on moved.to_rule = to_rules.rule_number
group by
    case when moved.from_rule is null then '(no order yet)' else coalesce(from_rules.segment, 'other') end,
    coalesce(to_rules.segment, 'other')
