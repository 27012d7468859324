-- grain: one row: the period's totals straight from orders and returns, without grouping by customer
-- key: none
with bought as (
    select
        count(distinct customer_id) as customers,
        count(*) as orders,
        sum(spend) as spend,
        sum(profit) as profit,
        sum(profit_known_spend) as profit_known_spend
    from {{ ref('orders') }}
    where order_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
),

given_back as (
    select
        sum(amount) as amount,
        sum(profit_effect) as profit_effect,
        sum(profit_known_amount) as profit_known_amount
    from {{ ref('returns') }}
    where return_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
)

select
    bought.customers,
    bought.orders,
    coalesce(bought.spend, 0) - coalesce(given_back.amount, 0) as spend,
    case
        when bought.profit is null and given_back.profit_effect is null then null
        else coalesce(bought.profit, 0) + coalesce(given_back.profit_effect, 0)
    end as profit,
    coalesce(bought.profit_known_spend, 0) - coalesce(given_back.profit_known_amount, 0) as profit_known_spend
from bought
cross join given_back
