-- grain: one row per day and customer of the history
-- key: day, customer
with kinded as not materialized (
    select
        scored.*,
        ((some_days * 10000000 + some_orders) * 10 + r) * 100 + f * 10 + m as kind
    from {{ ref('rfm_scored') }} as scored
),

-- Customers whom no rule tells apart are one kind: rules are matched once a kind.
kinds as (
    select
        kind,
        min(r) as r,
        min(f) as f,
        min(m) as m,
        min(some_orders) as some_orders,
        min(some_days) as some_days
    from kinded
    group by kind
),

matched as (
    select
        kind,
        first_rule(
            (select all_rows(rules) from {{ ref('rfm_rules') }} as rules), r, f, m, some_orders, some_days
        ) as rule_number
    from kinds
)

select
    kinded.day,
    kinded.customer,
    matched.rule_number,
    kinded.recency_days,
    kinded.frequency,
    kinded.monetary,
    kinded.r,
    kinded.f,
    kinded.m
from kinded
inner join matched on kinded.kind = matched.kind
