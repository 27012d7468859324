-- grain: one row per day of `cohort_rfm_days` and customer with an order by then
-- key: day, customer_number
with history as (
    select
        days.day,
        periods.customer_number,
        sum(periods.orders) as frequency,
        sum(periods.spend) as monetary,
        -- 64 bits rank much faster than 128; sums beyond them are ties.
        cast(least(greatest(sum(periods.spend), -99999999999999), 99999999999999) as decimal(18, 4)) as rank_value,
        days.day - max(periods.last_order_date) as recency_days
    from {{ ref('cohort_periods') }} as periods
    inner join {{ ref('cohort_rfm_days') }} as days on periods.period_index <= days.period_index
    group by days.day, periods.customer_number
    having sum(periods.orders) > 0
),

totals as (
    select
        day,
        count(*) as customers
    from history
    group by day
),

recency as (
    select
        day,
        recency_days,
        count(*) as n_equal,
        sum(count(*)) over (
            partition by day
            order by recency_days desc
        ) - count(*) as n_below
    from history
    group by day, recency_days
),

frequency as (
    select
        day,
        frequency,
        count(*) as n_equal,
        sum(count(*)) over (
            partition by day
            order by frequency
        ) - count(*) as n_below
    from history
    group by day, frequency
),

monetary as (
    select
        day,
        rank_value,
        count(*) as n_equal,
        sum(count(*)) over (
            partition by day
            order by rank_value
        ) - count(*) as n_below
    from history
    group by day, rank_value
),

monetary_scores as (
    select
        monetary.day,
        monetary.rank_value,
        least(5, 1 + (5 * (2 * monetary.n_below + monetary.n_equal)) // (2 * totals.customers)) as m
    from monetary
    inner join totals on monetary.day = totals.day
),

-- The highest value of each score: a score is 1 and one more for each of these that is exceeded.
limits as (
    select
        day,
        max(case when m <= 1 then rank_value end) as first_limit,
        max(case when m <= 2 then rank_value end) as second_limit,
        max(case when m <= 3 then rank_value end) as third_limit,
        max(case when m <= 4 then rank_value end) as fourth_limit
    from monetary_scores
    group by day
),

scored as (
    select
        history.day,
        history.customer_number,
        history.recency_days,
        history.frequency,
        history.monetary,
        cast(least(5, 1 + (5 * (2 * recency.n_below + recency.n_equal)) // (2 * totals.customers)) as integer) as r,
        cast(least(5, 1 + (5 * (2 * frequency.n_below + frequency.n_equal)) // (2 * totals.customers)) as integer) as f,
        1
        + case when history.rank_value <= limits.first_limit then 0 else 1 end
        + case when history.rank_value <= limits.second_limit then 0 else 1 end
        + case when history.rank_value <= limits.third_limit then 0 else 1 end
        + case when history.rank_value <= limits.fourth_limit then 0 else 1 end as m
    from history
    inner join totals on history.day = totals.day
    inner join limits on history.day = limits.day
    inner join recency on history.day = recency.day and history.recency_days = recency.recency_days
    inner join frequency on history.day = frequency.day and history.frequency = frequency.frequency
),

kinds as (
    select distinct
        r,
        f,
        m,
        frequency,
        recency_days
    from scored
),

matched as (
    select
        kinds.r,
        kinds.f,
        kinds.m,
        kinds.frequency,
        kinds.recency_days,
        min(rules.rule_number) as rule_number
    from kinds
    left join {{ ref('rfm_rules') }} as rules
        on
            kinds.r between rules.r_low and rules.r_high
            and kinds.f between rules.f_low and rules.f_high
            and kinds.m between rules.m_low and rules.m_high
            and kinds.frequency between rules.orders_low and rules.orders_high
            and kinds.recency_days between rules.days_low and rules.days_high
    group by kinds.r, kinds.f, kinds.m, kinds.frequency, kinds.recency_days
)

select
    scored.day,
    scored.customer_number,
    coalesce(matched.rule_number, 1000) as rule_number,
    scored.monetary
from scored
inner join matched
    on
        scored.r = matched.r
        and scored.f = matched.f
        and scored.m = matched.m
        and scored.frequency = matched.frequency
        and scored.recency_days = matched.recency_days
