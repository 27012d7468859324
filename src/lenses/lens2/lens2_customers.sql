-- grain: one row per customer with an order or a return in one of the two periods
-- key: customer_id
with events as (
    select
        customer_id,
        case
            when order_date between cast({{ var('other_from') }} as date) and cast({{ var('other_to') }} as date) then 1
            when order_date >= cast({{ var('from_date') }} as date) then 2
            else 0
        end as moment,
        1 as orders,
        order_date,
        spend,
        profit,
        profit_known_spend
    from {{ ref('orders') }}
    where order_date <= cast({{ var('to_date') }} as date)
    union all
    select
        customer_id,
        case when return_date <= cast({{ var('other_to') }} as date) then 1 else 2 end as moment,
        0 as orders,
        cast(null as date) as order_date,
        -amount as spend,
        profit_effect as profit,
        -profit_known_amount as profit_known_spend
    from {{ ref('returns') }}
    where
        return_date between cast({{ var('other_from') }} as date) and cast({{ var('other_to') }} as date)
        or return_date between cast({{ var('from_date') }} as date) and cast({{ var('to_date') }} as date)
),

summed as (
    select
        customer_id,
        min(order_date) as first_order_date,
        sum(case when moment = 1 then 1 else 0 end) as events_first,
        sum(case when moment = 2 then 1 else 0 end) as events_second,
        sum(case when moment = 1 then orders else 0 end) as orders_first,
        sum(case when moment = 2 then orders else 0 end) as orders_second,
        sum(case when moment = 1 then spend else 0 end) as spend_first,
        sum(case when moment = 2 then spend else 0 end) as spend_second,
        sum(case when moment = 1 then profit end) as profit_first,
        sum(case when moment = 2 then profit end) as profit_second,
        sum(case when moment = 1 then profit_known_spend else 0 end) as profit_known_spend_first,
        sum(case when moment = 2 then profit_known_spend else 0 end) as profit_known_spend_second
    from events
    group by customer_id
)

select
    customer_id,
    case
        when orders_first > 0 and orders_second > 0 then 'both'
        when orders_first > 0 then 'only_first'
        when orders_second > 0 and first_order_date >= cast({{ var('from_date') }} as date) then 'first_ever'
        when orders_second > 0 then 'returning'
        else 'returns_only'
    end as customer_group,
    first_order_date,
    cast(events_first as bigint) as events_first,
    cast(events_second as bigint) as events_second,
    cast(orders_first as bigint) as orders_first,
    cast(orders_second as bigint) as orders_second,
    cast(spend_first as decimal(38, 4)) as spend_first,
    cast(spend_second as decimal(38, 4)) as spend_second,
    profit_first,
    profit_second,
    cast(profit_known_spend_first as decimal(38, 4)) as profit_known_spend_first,
    cast(profit_known_spend_second as decimal(38, 4)) as profit_known_spend_second
from summed
where events_first + events_second > 0
