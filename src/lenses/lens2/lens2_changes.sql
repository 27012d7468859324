-- grain: one row per measure: how it changed for the customers of both periods
-- key: measure
with changes as (
    select
        measures.measure,
        case measures.measure
            when 'profit' then both_periods.profit_second - both_periods.profit_first
            when 'spend' then both_periods.spend_second - both_periods.spend_first
            else cast(both_periods.orders_second - both_periods.orders_first as decimal(38, 4))
        end as change
    from {{ ref('lens2_customers') }} as both_periods
    cross join (values ('profit'), ('spend'), ('orders')) as measures (measure)
    where both_periods.customer_group = 'both'
)

select
    measure,
    count(*) as customers,
    cast(sum(case when change > 0 then 1 else 0 end) as bigint) as customers_up,
    cast(sum(case when change < 0 then 1 else 0 end) as bigint) as customers_down,
    cast(sum(case when change = 0 then 1 else 0 end) as bigint) as customers_unchanged,
    sum(case when change > 0 then change else 0 end) as change_up,
    sum(case when change < 0 then change else 0 end) as change_down,
    quantile7(change, 0.05) as p5,
    quantile7(change, 0.25) as p25,
    quantile7(change, 0.5) as median,
    quantile7(change, 0.75) as p75,
    quantile7(change, 0.95) as p95
from changes
where change is not null
group by measure
