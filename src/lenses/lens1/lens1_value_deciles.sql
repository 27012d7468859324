-- grain: one row per tenth of the value
-- key: value_decile
with totals as (
    select
        sum(value) as value,
        max(cumulative_value) < 9000000000000 as fits
    from {{ ref('lens1_ranked') }}
),

-- Ten times as much has room in 64 bits, nearly always; in 128 it takes twice the time. The other one is null: what is common
-- to both cases is computed before either is chosen.
ranks as (
    select
        ranked.*,
        case when totals.fits then ranked.cumulative_value end as near_value,
        case when not totals.fits then cast(ranked.cumulative_value as decimal(38, 4)) end as far_value
    from {{ ref('lens1_ranked') }} as ranked
    cross join totals
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
            when totals.fits then tenth_reached(ranked.near_value, totals.value)
            else tenth_reached(ranked.far_value, totals.value)
        end as value_decile
    from ranks as ranked
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
