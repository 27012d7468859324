-- grain: one row per cohort and period from which its ages count: sums over its customers up to one age
-- key: cohort, start_index
with customers as (
    select
        periods.customer_number,
        members.start_index,
        min(members.cohort) as cohort,
        sum(case when periods.orders > 0 then 1 else 0 end) as active_periods,
        max(
            case
                when periods.orders > 0 and periods.period_index = members.start_index + {{ var('through_age') }} then 1
                else 0
            end
        ) as is_active,
        sum(periods.orders) as orders,
        cast(sum(case when periods.orders > 0 then cast(periods.spend * 10000 as decimal(18, 0)) else 0 end) as decimal(18, 0)) as spend,
        cast(
            sum(case when periods.orders > 0 and periods.profit is not null then cast(periods.profit * 10000 as decimal(18, 0)) else 0 end)
            as decimal(18, 0)
        ) as profit,
        cast(
            sum(case when periods.orders > 0 then cast(coalesce(periods.profit_known_spend, 0) * 10000 as decimal(18, 0)) else 0 end)
            as decimal(18, 0)
        ) as known,
        cast(
            sum(
                cast(
                    case when {{ var('metric') }} = 'profit' then coalesce(periods.profit, 0) else periods.spend end * 10000
                    as decimal(18, 0)
                )
            ) as decimal(18, 0)
        ) as value
    from {{ ref('cohort_periods') }} as periods
    inner join {{ ref('cohort_members') }} as members
        on
            periods.customer_number = members.customer_number
            and periods.period_index >= members.start_index + case when {{ var('cohort_date') }} is null then 0 else 1 end
            and periods.period_index <= members.start_index + {{ var('through_age') }}
    group by periods.customer_number, members.start_index
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
