-- grain: one row per customer with an order or a return in the period
-- key: customer_id
with given_back as (
    select
        customer_id,
        sum(units) as units,
        sum(amount) as amount,
        sum(profit_effect) as profit,
        sum(profit_known_amount) as profit_known_amount
    from {{ ref('returns') }}
    where return_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
    group by customer_id
),

buyers as (
    select * from {{ ref('customer_lives') }}
    where orders > 0
)

select
    coalesce(buyers.customer_id, given_back.customer_id) as customer_id,
    coalesce(buyers.orders, 0) as orders,
    case
        when buyers.units is null then -given_back.units
        else buyers.units - coalesce(given_back.units, 0)
    end as units,
    coalesce(buyers.spend, 0) - coalesce(given_back.amount, 0) as spend,
    coalesce(given_back.amount, 0) as returns,
    case
        when buyers.profit is null then given_back.profit
        else buyers.profit + coalesce(given_back.profit, 0)
    end as profit,
    coalesce(buyers.profit_known_spend, 0) - coalesce(given_back.profit_known_amount, 0) as profit_known_spend
from buyers
full join given_back on buyers.customer_id = given_back.customer_id
