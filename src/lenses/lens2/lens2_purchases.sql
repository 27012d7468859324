-- grain: one row per customer with an order by rfm_to, the end of one of the two periods
-- key: customer
with known as (
    select
        cast(rowid as integer) as customer,
        case when {{ var('rfm_to') }} = {{ var('to_date') }} then last_order_date else earlier_last_order_date end as last_order_date,
        case when {{ var('rfm_to') }} = {{ var('to_date') }} then orders else earlier_orders end as orders,
        case when {{ var('rfm_to') }} = {{ var('to_date') }} then spend else earlier_spend end as spend
    from {{ ref('lens2_lives') }}
)

select
    cast({{ var('rfm_to') }} as date) as day,
    customer,
    cast({{ var('rfm_to') }} as date) - last_order_date as recency_days,
    orders as frequency,
    spend as monetary
from known
where orders > 0
