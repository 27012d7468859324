-- grain: one row per customer with an order in the period, the best first
-- key: customer_id
with buyers as (
    select count(*) as customers
    from {{ ref('lens1_customers') }}
    where orders > 0
),

ranked as (
    select
        valued.*,
        row_number() over (order by sort_value desc, customer_id) as value_rank,
        sum(value) over (
            order by sort_value desc, customer_id
            rows between unbounded preceding and current row
        ) as cumulative_value
    from (
        select
            narrow.*,
            money_rank(value) as sort_value
        from (
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
        ) as narrow
    ) as valued
)

select
    ranked.customer_id,
    ranked.value_rank,
    decile_of(ranked.value_rank, buyers.customers) as decile,
    ranked.orders,
    ranked.units,
    ranked.spend,
    ranked.profit,
    ranked.profit_known_spend,
    cast(ranked.value as decimal(38, 4)) as value,
    ranked.cumulative_value
from ranked
cross join buyers
