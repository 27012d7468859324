-- grain: one row per customer with an order or a return by the end of the second period
-- key: customer_id
with events as (
    select
        customer_id,
        case
            when order_date between cast({{ var('other_from') }} as date) and cast({{ var('other_to') }} as date) then 1
            when order_date >= cast({{ var('from_date') }} as date) then 2
            else 0
        end as moment,
        order_date <= cast({{ var('other_to') }} as date) as is_earlier,
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
        case
            when return_date between cast({{ var('other_from') }} as date) and cast({{ var('other_to') }} as date) then 1
            when return_date >= cast({{ var('from_date') }} as date) then 2
            else 0
        end as moment,
        return_date <= cast({{ var('other_to') }} as date) as is_earlier,
        0 as orders,
        cast(null as date) as order_date,
        -amount as spend,
        profit_effect as profit,
        -profit_known_amount as profit_known_spend
    from {{ ref('returns') }}
    where return_date <= cast({{ var('to_date') }} as date)
)

select
    customer_id,
    min(order_date) as first_order_date,
    coalesce(min(order_date) >= cast({{ var('from_date') }} as date), false) as is_new,
    max(order_date) as last_order_date,
    max(case when is_earlier then order_date end) as earlier_last_order_date,
    cast(sum(orders) as bigint) as orders,
    cast(sum(case when is_earlier then orders else 0 end) as bigint) as earlier_orders,
    cast(sum(spend) as decimal(38, 4)) as spend,
    cast(sum(case when is_earlier then spend else 0 end) as decimal(38, 4)) as earlier_spend,
    count(*) filter (where moment = 1) as events_first,
    count(*) filter (where moment = 2) as events_second,
    cast(sum(case when moment = 1 then orders else 0 end) as bigint) as orders_first,
    cast(sum(case when moment = 2 then orders else 0 end) as bigint) as orders_second,
    cast(sum(case when moment = 1 then spend else 0 end) as decimal(38, 4)) as spend_first,
    cast(sum(case when moment = 2 then spend else 0 end) as decimal(38, 4)) as spend_second,
    sum(case when moment = 1 then profit end) as profit_first,
    sum(case when moment = 2 then profit end) as profit_second,
    cast(sum(case when moment = 1 then profit_known_spend else 0 end) as decimal(38, 4)) as profit_known_spend_first,
    cast(sum(case when moment = 2 then profit_known_spend else 0 end) as decimal(38, 4)) as profit_known_spend_second
from events
group by customer_id
