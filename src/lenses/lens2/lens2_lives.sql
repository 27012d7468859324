-- grain: one row per customer with an order or a return by the end of the second period
-- key: customer_id
with events as (
    select
        customer_id,
        case
            when return_date between cast({{ var('other_from') }} as date) and cast({{ var('other_to') }} as date) then 1
            when return_date >= cast({{ var('from_date') }} as date) then 2
            else 0
        end as moment,
        return_date <= cast({{ var('other_to') }} as date) as is_earlier,
        amount,
        profit_effect,
        profit_known_amount
    from {{ ref('returns') }}
    where return_date <= cast({{ var('to_date') }} as date)
),

given_back as (
    select
        customer_id,
        sum(amount) as amount,
        sum(amount) filter (where is_earlier) as earlier_amount,
        count(*) filter (where moment = 1) as events_first,
        count(*) filter (where moment = 2) as events_second,
        sum(amount) filter (where moment = 1) as amount_first,
        sum(amount) filter (where moment = 2) as amount_second,
        sum(profit_effect) filter (where moment = 1) as profit_first,
        sum(profit_effect) filter (where moment = 2) as profit_second,
        sum(profit_known_amount) filter (where moment = 1) as profit_known_amount_first,
        sum(profit_known_amount) filter (where moment = 2) as profit_known_amount_second
    from events
    group by customer_id
),

lives as (
    select * from {{ ref('customer_lives') }}
    where scored_orders > 0
)

select
    coalesce(lives.customer_id, given_back.customer_id) as customer_id,
    lives.first_order_date,
    coalesce(lives.first_order_date >= cast({{ var('from_date') }} as date), false) as is_new,
    lives.last_scored_date as last_order_date,
    lives.last_earlier_date as earlier_last_order_date,
    coalesce(lives.scored_orders, 0) as orders,
    coalesce(lives.earlier_orders, 0) as earlier_orders,
    coalesce(lives.scored_spend, 0) - coalesce(given_back.amount, 0) as spend,
    coalesce(lives.earlier_spend, 0) - coalesce(given_back.earlier_amount, 0) as earlier_spend,
    coalesce(lives.other_orders, 0) + coalesce(given_back.events_first, 0) as events_first,
    coalesce(lives.orders, 0) + coalesce(given_back.events_second, 0) as events_second,
    coalesce(lives.other_orders, 0) as orders_first,
    coalesce(lives.orders, 0) as orders_second,
    coalesce(lives.other_spend, 0) - coalesce(given_back.amount_first, 0) as spend_first,
    coalesce(lives.spend, 0) - coalesce(given_back.amount_second, 0) as spend_second,
    case
        when lives.other_profit is null then given_back.profit_first
        else lives.other_profit + coalesce(given_back.profit_first, 0)
    end as profit_first,
    case
        when lives.profit is null then given_back.profit_second
        else lives.profit + coalesce(given_back.profit_second, 0)
    end as profit_second,
    coalesce(lives.other_profit_known_spend, 0) - coalesce(given_back.profit_known_amount_first, 0) as profit_known_spend_first,
    coalesce(lives.profit_known_spend, 0) - coalesce(given_back.profit_known_amount_second, 0) as profit_known_spend_second
from lives
full join given_back on lives.customer_id = given_back.customer_id
