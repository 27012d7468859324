-- grain: one row per combination of what went up (or stayed) and what went down for the customers of both periods
-- key: spend_up, profit_up, orders_up, aov_up, margin_up
with compared as (
    select
        spend_second - spend_first as spend_change,
        profit_second - profit_first as profit_change,
        orders_second - orders_first as orders_change,
        cast(spend_second as decimal(38, 4)) * orders_first - cast(spend_first as decimal(38, 4)) * orders_second as aov_change,
        case
            when profit_known_spend_first > 0 and profit_known_spend_second > 0
                then try(
                    cast(profit_second as decimal(38, 4)) * profit_known_spend_first
                    - cast(profit_first as decimal(38, 4)) * profit_known_spend_second
                )
        end as margin_change
    from {{ ref('lens2_customers') }}
    where customer_group = 'both'
)

select
    spend_change >= 0 as spend_up,
    profit_change >= 0 as profit_up,
    orders_change >= 0 as orders_up,
    aov_change >= 0 as aov_up,
    margin_change >= 0 as margin_up,
    count(*) as customers,
    cast(sum(case when spend_change = 0 then 1 else 0 end) as bigint) as spend_unchanged,
    cast(sum(case when profit_change = 0 then 1 else 0 end) as bigint) as profit_unchanged,
    cast(sum(case when orders_change = 0 then 1 else 0 end) as bigint) as orders_unchanged,
    cast(sum(case when aov_change = 0 then 1 else 0 end) as bigint) as aov_unchanged,
    cast(sum(case when margin_change = 0 then 1 else 0 end) as bigint) as margin_unchanged,
    sum(spend_change) as spend_change,
    sum(profit_change) as profit_change
from compared
group by
    spend_change >= 0,
    profit_change >= 0,
    orders_change >= 0,
    aov_change >= 0,
    margin_change >= 0
