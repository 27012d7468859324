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

placed as (
    select
        periods.customer_number,
        periods.orders > 0 as is_active,
        periods.orders > 0 and periods.period_index = members.start_index + {{ var('through_age') }} as is_active_last,
        periods.orders,
        periods.spend,
        periods.profit,
        periods.profit_known_spend
    from {{ ref('cohort_periods') }} as periods
    inner join {{ ref('cohort_members') }} as members on periods.customer_number = members.customer_number
    -- One difference, and not two comparisons: the engine would take these into the join, and no longer look customers up by place.
    where
        periods.period_index - members.start_index
        between case when {{ var('cohort_date') }} is null then 0 else 1 end and {{ var('through_age') }}
),

summed as (
    select
        customer_number,
        count(*) filter (where is_active) as active_periods,
        count(*) filter (where is_active_last) as is_active,
        cast(sum(orders) as bigint) as orders,
        sum(spend) filter (where is_active) as spend,
        sum(profit) filter (where is_active) as profit,
        sum(profit_known_spend) filter (where is_active) as known,
        case when {{ var('metric') }} = 'profit' then sum(profit) else sum(spend) end as value
    from placed
    group by customer_number
),

customers as (
    select
        members.cohort,
        members.start_index,
        units.money_unit,
        summed.active_periods,
        summed.is_active,
        summed.orders,
        in_units(coalesce(summed.spend, 0), units.money_unit) as spend,
        in_units(coalesce(summed.profit, 0), units.money_unit) as profit,
        in_units(coalesce(summed.known, 0), units.money_unit) as known,
        in_units(coalesce(summed.value, 0), units.money_unit) as value
    from summed
    inner join {{ ref('cohort_members') }} as members on summed.customer_number = members.customer_number
    cross join units
)

select
    cohort,
    start_index,
    money_unit,
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
group by cohort, start_index, money_unit
