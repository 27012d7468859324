-- grain: one row per RFM segment at the end of the first period and at the end of the second
-- key: from_segment, to_segment
select
    coalesce(before.segment, '(no order yet)') as from_segment,
    min(coalesce(before.rule_number, 1001)) as from_rule,
    after.segment as to_segment,
    min(after.rule_number) as to_rule,
    count(*) as customers
from {{ ref('rfm') }} as after
left join {{ ref('lens2_rfm_first') }} as before on after.customer_id = before.customer_id
group by coalesce(before.segment, '(no order yet)'), after.segment
