-- grain: one row per day and customer of the history
-- key: day, customer
with judged as (
    select
        history.day,
        history.customer,
        history.recency_days,
        history.frequency,
        history.monetary,
        case
            when history.recency_days <= cuts.r_five then 5
            when history.recency_days <= cuts.r_four then 4
            when history.recency_days <= cuts.r_three then 3
            when history.recency_days <= cuts.r_two then 2
            else 1
        end as r,
        case
            when history.frequency >= cuts.f_five then 5
            when history.frequency >= cuts.f_four then 4
            when history.frequency >= cuts.f_three then 3
            when history.frequency >= cuts.f_two then 2
            else 1
        end as f,
        case
            when money_rank(history.monetary) >= cuts.m_five then 5
            when money_rank(history.monetary) >= cuts.m_four then 4
            when money_rank(history.monetary) >= cuts.m_three then 3
            when money_rank(history.monetary) >= cuts.m_two then 2
            else 1
        end as m
    from {{ ref('rfm_history') }} as history
    inner join {{ ref('rfm_cuts') }} as cuts on history.day = cuts.day
),

-- No rule tells counts apart that lie beyond all its bounds.
bounds as (
    select
        coalesce(max(greatest(orders_low, case when orders_high < 2147483647 then orders_high else 0 end)), 0) + 1 as most_orders,
        coalesce(max(greatest(days_low, case when days_high < 2147483647 then days_high else 0 end)), 0) + 1 as most_days
    from {{ ref('rfm_rules') }}
)

select
    judged.day,
    judged.customer,
    judged.recency_days,
    judged.frequency,
    judged.monetary,
    judged.r,
    judged.f,
    judged.m,
    least(judged.frequency, bounds.most_orders) as some_orders,
    least(judged.recency_days, bounds.most_days) as some_days
from judged
cross join bounds
