-- grain: one row per cohort and period from which its ages count: sums over its customers up to one age
-- key: cohort, start_index
with members as (
    select
        customer_id,
        cohort,
        start_index
    from {{ ref('cohort_members') }}
    where start_index is not null
),

customers as (
    select
        members.customer_id,
        members.cohort,
        members.start_index,
        sum(case when periods.orders > 0 then 1 else 0 end) as active_periods,
        max(
            case
                when periods.orders > 0 and periods.period_index = members.start_index + {{ var('through_age') }} then 1
                else 0
            end
        ) as is_active,
        sum(periods.orders) as orders,
        cast(round(sum(case when periods.orders > 0 then periods.spend else 0 end) * 100) as decimal(18, 0)) as spend,
        cast(round(sum(case when periods.orders > 0 then coalesce(periods.profit, 0) else 0 end) * 100) as decimal(18, 0)) as profit,
        cast(
            round(sum(case when periods.orders > 0 then coalesce(periods.profit_known_spend, 0) else 0 end) * 100)
            as decimal(18, 0)
        ) as known,
        cast(
            round(
                sum(case when {{ var('metric') }} = 'profit' then coalesce(periods.profit, 0) else periods.spend end) * 100
            ) as decimal(18, 0)
        ) as value
    from members
    inner join {{ ref('cohort_periods') }} as periods
        on
            members.customer_id = periods.customer_id
            and periods.period_index >= members.start_index + case when {{ var('cohort_date') }} is null then 0 else 1 end
            and periods.period_index <= members.start_index + {{ var('through_age') }}
    group by members.customer_id, members.cohort, members.start_index
)

select
    cohort,
    start_index,
    cast(sum(is_active) as decimal(38, 0)) as active,
    cast(sum(active_periods) as decimal(38, 0)) as active_periods,
    cast(sum(orders) as decimal(38, 0)) as orders,
    cast(sum(spend) as decimal(38, 0)) as spend,
    cast(sum(profit) as decimal(38, 0)) as profit,
    cast(sum(known) as decimal(38, 0)) as known,
    cast(sum(value) as decimal(38, 0)) as value,
    cast(sum(active_periods * active_periods) as decimal(38, 0)) as active_periods_2,
    cast(sum(orders * active_periods) as decimal(38, 0)) as orders_active_periods,
    cast(sum(orders * orders) as decimal(38, 0)) as orders_2,
    cast(sum(spend * orders) as decimal(38, 0)) as spend_orders,
    cast(sum(spend * spend) as decimal(38, 0)) as spend_2,
    cast(sum(profit * profit) as decimal(38, 0)) as profit_2,
    cast(sum(profit * known) as decimal(38, 0)) as profit_known,
    cast(sum(known * known) as decimal(38, 0)) as known_2,
    cast(sum(value * value) as decimal(38, 0)) as value_2
from customers
group by cohort, start_index
