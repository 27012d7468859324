-- grain: one row per cohort and period from which its ages count: sums over its customers up to one age
-- key: cohort, start_index
with ends as (
    select
        greatest(max(spend), -min(spend)) as spend,
        greatest(max(profit), -min(profit), 0) as profit,
        greatest(max(profit_known_spend), -min(profit_known_spend), 0) as known,
        max(period_index) - min(period_index) + 1 as periods,
        count(*) as customers
    from {{ ref('cohort_periods') }}
),

-- No customer brought more than the most of a period in each of them, and there are no more customers than rows.
largest as (
    select
        cast(greatest(spend, coalesce(profit, 0), coalesce(known, 0)) as double) * periods as most,
        customers
    from ends
),

-- Money is counted in such units that the squares of what customers brought fit into a sum: in ones, but for enormous sums.
units as (
    select
        case
            when most <= least(9e13, sqrt(9e29 / greatest(customers, 1))) then 1
            else power(10, ceil(log10(most / least(9e13, sqrt(9e29 / greatest(customers, 1))))))
        end as money_unit
    from largest
),

periods as (
    select
        moved.customer_number,
        moved.period_index,
        moved.orders,
        in_units(moved.spend, units.money_unit) as spend,
        in_units(coalesce(moved.profit, 0), units.money_unit) as profit,
        in_units(coalesce(moved.profit_known_spend, 0), units.money_unit) as known
    from {{ ref('cohort_periods') }} as moved
    cross join units
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
    units.money_unit,
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
    cast(sum(cast(spend as decimal(38, 4)) * orders) as decimal(38, 4)) as spend_orders,
    sum(cast(spend as decimal(20, 4)) * spend) as spend_2,
    sum(cast(profit as decimal(20, 4)) * profit) as profit_2,
    sum(cast(profit as decimal(20, 4)) * known) as profit_known,
    sum(cast(known as decimal(20, 4)) * known) as known_2,
    sum(cast(value as decimal(20, 4)) * value) as value_2
from customers
cross join units
group by cohort, start_index, units.money_unit
