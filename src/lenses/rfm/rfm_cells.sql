-- grain: one row per rule and combination of scores that occur
-- key: rule_number, r, f, m
with kinds as (
    select
        r,
        f,
        m,
        some_orders,
        some_days,
        count(*) as customers,
        sum(frequency) as orders,
        sum(monetary) as spend,
        sum(recency_days) as recency_days
    from {{ ref('rfm_scored') }}
    group by r, f, m, some_orders, some_days
),

-- Customers are counted before rules are matched: whom no rule tells apart is one kind.
matched as (
    select
        kinds.*,
        first_rule(
            (select all_rows(rules) from {{ ref('rfm_rules') }} as rules), r, f, m, some_orders, some_days
        ) as rule_number
    from kinds
)

select
    rule_number,
    r,
    f,
    m,
    cast(sum(customers) as bigint) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    cast(sum(recency_days) as bigint) as recency_days
from matched
group by rule_number, r, f, m
