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
        kinds.kind,
        min(rules.rule_number) as rule_number
    from kinds
    left join {{ ref('rfm_rules') }} as rules
        on
            kinds.r between rules.r_low and rules.r_high
            and kinds.f between rules.f_low and rules.f_high
            and kinds.m between rules.m_low and rules.m_high
            and kinds.some_orders between rules.orders_low and rules.orders_high
            and kinds.some_days between rules.days_low and rules.days_high
    group by kinds.kind
)

select
    kinded.day,
    kinded.customer,
    coalesce(matched.rule_number, 1000) as rule_number,
    kinded.recency_days,
    kinded.frequency,
    kinded.monetary,
    kinded.r,
    kinded.f,
    kinded.m
from kinded
inner join matched on kinded.kind = matched.kind
