-- grain: one row per cohort, period from which its ages count, period, and what its customers did there
-- key: cohort, is_before_data, start_index, period_index, state
with linked as (
    select
        members.cohort,
        members.is_before_data,
        members.start_index,
        periods.period_index,
        periods.orders,
        periods.spend,
        periods.profit,
        periods.profit_known_spend,
        case
            when periods.orders = 0 then 'returns_only'
            when members.first_index = periods.period_index then 'first'
            when previous.customer_number is not null then 'repeat'
            else 'returning'
        end as state,
        previous.spend as previous_spend,
        previous.profit as previous_profit
    from {{ ref('cohort_periods') }} as periods
    inner join {{ ref('cohort_members') }} as members on periods.customer_number = members.customer_number
    left join {{ ref('cohort_periods') }} as previous
        on
            periods.customer_number = previous.customer_number
            and previous.period_index = periods.period_index - 1
            and previous.orders > 0
)

select
    cohort,
    is_before_data,
    start_index,
    period_index,
    state,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend,
    sum(previous_spend) as previous_spend,
    sum(previous_profit) as previous_profit
from linked
group by cohort, is_before_data, start_index, period_index, state
