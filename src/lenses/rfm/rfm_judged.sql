-- grain: one row per day and customer of the history
-- key: day, customer
with judged as (
    select
        history.day,
        history.customer,
        history.recency_days,
        history.frequency,
        history.monetary,
        1
        + case when history.recency_days <= cuts.r_two then 1 else 0 end
        + case when history.recency_days <= cuts.r_three then 1 else 0 end
        + case when history.recency_days <= cuts.r_four then 1 else 0 end
        + case when history.recency_days <= cuts.r_five then 1 else 0 end as r,
        1
        + case when history.frequency >= cuts.f_two then 1 else 0 end
        + case when history.frequency >= cuts.f_three then 1 else 0 end
        + case when history.frequency >= cuts.f_four then 1 else 0 end
        + case when history.frequency >= cuts.f_five then 1 else 0 end as f,
        1
        + case when money_rank(history.monetary) >= cuts.m_two then 1 else 0 end
        + case when money_rank(history.monetary) >= cuts.m_three then 1 else 0 end
        + case when money_rank(history.monetary) >= cuts.m_four then 1 else 0 end
        + case when money_rank(history.monetary) >= cuts.m_five then 1 else 0 end as m
    from {{ ref('rfm_history') }} as history
    inner join {{ ref('rfm_cuts') }} as cuts on history.day = cuts.day
),

-- No rule tells counts apart that lie beyond all its bounds.
bounds as (
    select
        coalesce(max(greatest(orders_low, case when orders_high < 2147483647 then orders_high else 0 end)), 0) + 1 as most_orders,
        coalesce(max(greatest(days_low, case when days_high < 2147483647 then days_high else 0 end)), 0) + 1 as most_days
    from {{ ref('rfm_rules') }}
),

-- Customers whom no rule tells apart are one kind: rules are matched once a kind.
kinded as (
    select
        judged.*,
        least(judged.frequency, bounds.most_orders) as some_orders,
        least(judged.recency_days, bounds.most_days) as some_days,
        ((least(judged.recency_days, bounds.most_days) * 10000000 + least(judged.frequency, bounds.most_orders)) * 10 + judged.r) * 100
        + judged.f * 10 + judged.m as kind
    from judged
    cross join bounds
),

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
