-- grain: one row per customer with an order by the end of one of the two periods (moment)
-- key: customer
with known as (
    select
        cast(rowid as integer) as customer,
        case when {{ var('moment') }} = 2 then cast({{ var('to_date') }} as date) else cast({{ var('other_to') }} as date) end as day,
        case when {{ var('moment') }} = 2 then last_order_date else earlier_last_order_date end as last_order_date,
        case when {{ var('moment') }} = 2 then orders else earlier_orders end as orders,
        case when {{ var('moment') }} = 2 then spend else earlier_spend end as spend
    from {{ ref('lens2_lives') }}
)

select
    day,
    customer,
    day - last_order_date as recency_days,
    orders as frequency,
    spend as monetary
from known
where orders > 0
