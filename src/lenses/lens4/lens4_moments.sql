-- grain: one row per cohort and period from which its ages count: sums over its customers up to one age
-- key: cohort, start_index
with periods as (
    select
        customer_number,
        period_index,
        orders,
        cast(spend as decimal(18, 4)) as spend,
        cast(coalesce(profit, 0) as decimal(18, 4)) as profit,
        cast(coalesce(profit_known_spend, 0) as decimal(18, 4)) as known
    from {{ ref('cohort_periods') }}
),

placed as (
    select
        periods.customer_number,
        members.start_index,
        members.cohort,
        periods.period_index,
        periods.orders,
        periods.spend,
        periods.profit,
        periods.known,
        case when {{ var('metric') }} = 'profit' then periods.profit else periods.spend end as value
    from periods
    inner join {{ ref('cohort_members') }} as members
        on
            periods.customer_number = members.customer_number
            and periods.period_index >= members.start_index + case when {{ var('cohort_date') }} is null then 0 else 1 end
            and periods.period_index <= members.start_index + {{ var('through_age') }}
),

customers as (
    select
        customer_number,
        start_index,
        min(cohort) as cohort,
        count(*) filter (where orders > 0) as active_periods,
        count(*) filter (where orders > 0 and period_index = start_index + {{ var('through_age') }}) as is_active,
        cast(sum(orders) as bigint) as orders,
        cast(coalesce(sum(spend) filter (where orders > 0), 0) as decimal(18, 4)) as spend,
        cast(coalesce(sum(profit) filter (where orders > 0), 0) as decimal(18, 4)) as profit,
        cast(coalesce(sum(known) filter (where orders > 0), 0) as decimal(18, 4)) as known,
        cast(sum(value) as decimal(18, 4)) as value
    from placed
    group by customer_number, start_index
)

select
    cohort,
    start_index,
    cast(sum(is_active) as bigint) as active,
    cast(sum(active_periods) as bigint) as active_periods,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(known) as known,
    sum(value) as value,
    cast(sum(active_periods * active_periods) as bigint) as active_periods_2,
    cast(sum(orders * active_periods) as bigint) as orders_active_periods,
    cast(sum(orders * orders) as bigint) as orders_2,
    cast(sum(spend * orders) as decimal(38, 4)) as spend_orders,
    sum(spend * spend) as spend_2,
    sum(profit * profit) as profit_2,
    sum(profit * known) as profit_known,
    sum(known * known) as known_2,
    sum(value * value) as value_2
from customers
group by cohort, start_index
