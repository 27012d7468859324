-- grain: one row per tenth of the value
-- key: value_decile
with totals as (
    select sum(value) as value
    from {{ ref('lens1_ranked') }}
),

placed as (
    select
        ranked.orders,
        ranked.units,
        ranked.spend,
        ranked.profit,
        ranked.profit_known_spend,
        case
            when ranked.value < 0 then 10
            else tenth_reached(ranked.cumulative_value, totals.value)
        end as value_decile
    from {{ ref('lens1_ranked') }} as ranked
    cross join totals
    where totals.value > 0
)

select
    value_decile,
    count(*) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(units) as units,
    sum(spend) as spend,
    sum(profit) as profit,
    sum(profit_known_spend) as profit_known_spend
from placed
group by value_decile
