-- grain: one row per customer with an order in the period, the best first
-- key: customer_id
with valued as (
    select
        customer_id,
        orders,
        units,
        spend,
        profit,
        profit_known_spend,
        case when {{ var('metric') }} = 'profit' then coalesce(profit, 0) else spend end as value
    from {{ ref('lens1_customers') }}
    where orders > 0
),

totals as (
    select
        count(*) as customers,
        coalesce(sum(value), 0) as value
    from valued
),

ranked as (
    select
        narrow.*,
        row_number() over (order by sort_value desc, customer_id) as value_rank,
        sum(sort_value) over (
            order by sort_value desc, customer_id
            rows between unbounded preceding and current row
        ) as cumulative_value
    from (
        select
            valued.*,
            cast(value as decimal(18, 4)) as sort_value
        from valued
    ) as narrow
)

select
    ranked.customer_id,
    ranked.value_rank,
    decile_of(ranked.value_rank, totals.customers) as decile,
    case
        when totals.value <= 0 then null
        when ranked.value < 0 then 10
        else least(10, tenth_reached(ranked.cumulative_value, totals.value))
    end as value_decile,
    ranked.orders,
    ranked.units,
    ranked.spend,
    ranked.profit,
    ranked.profit_known_spend,
    ranked.value,
    ranked.cumulative_value
from ranked
cross join totals
