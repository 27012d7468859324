-- grain: one row per member and day on which something happened
-- key: customer_id, day
with events as (
    select
        customer_id,
        order_date as day,
        1 as orders,
        spend,
        profit,
        profit_known_spend
    from {{ ref('orders') }}
    union all
    select
        customer_id,
        return_date as day,
        0 as orders,
        -amount as spend,
        profit_effect as profit,
        -profit_known_amount as profit_known_spend
    from {{ ref('returns') }}
)

select
    events.customer_id,
    events.day,
    cast(sum(events.orders) as bigint) as orders,
    sum(events.spend) as spend,
    sum(events.profit) as profit,
    sum(events.profit_known_spend) as profit_known_spend
from events
inner join {{ ref('lens3_members') }} as members on events.customer_id = members.customer_id
group by events.customer_id, events.day
