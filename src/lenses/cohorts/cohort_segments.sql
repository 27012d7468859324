-- grain: one row per day of `cohort_rfm_days`, cohort, period from which its ages count, and rule on that day
-- key: day, cohort, is_before_data, start_index, rule_number
with kinds as (
    select
        scored.day,
        members.cohort,
        members.is_before_data,
        members.start_index,
        scored.r,
        scored.f,
        scored.m,
        scored.some_orders,
        scored.some_days,
        count(*) as customers,
        sum(scored.monetary) as spend
    from {{ ref('rfm_scored') }} as scored
    inner join {{ ref('cohort_members') }} as members on scored.customer = members.customer_number
    group by
        scored.day,
        members.cohort,
        members.is_before_data,
        members.start_index,
        scored.r,
        scored.f,
        scored.m,
        scored.some_orders,
        scored.some_days
),

-- Customers are counted before rules are matched: whom no rule tells apart is one kind.
scores as (
    select distinct
        r,
        f,
        m,
        some_orders,
        some_days
    from kinds
),

matched as (
    select
        scores.*,
        first_rule(
            (select all_rows(rules) from {{ ref('rfm_rules') }} as rules), r, f, m, some_orders, some_days
        ) as rule_number
    from scores
),

counted as (
    select
        kinds.day,
        kinds.cohort,
        kinds.is_before_data,
        kinds.start_index,
        matched.rule_number,
        cast(sum(kinds.customers) as bigint) as customers,
        sum(kinds.spend) as spend
    from kinds
    inner join matched
        on
            kinds.r = matched.r
            and kinds.f = matched.f
            and kinds.m = matched.m
            and kinds.some_orders = matched.some_orders
            and kinds.some_days = matched.some_days
    group by kinds.day, kinds.cohort, kinds.is_before_data, kinds.start_index, matched.rule_number
)

select
    counted.day,
    counted.cohort,
    counted.is_before_data,
    counted.start_index,
    coalesce(rules.segment, 'other') as segment,
    counted.rule_number,
    counted.customers,
    counted.spend
from counted
left join {{ ref('rfm_rules') }} as rules on counted.rule_number = rules.rule_number
