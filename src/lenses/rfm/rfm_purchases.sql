-- grain: one row per customer with an order by the end of the period
-- key: customer
with bought as (
    select
        customer_id,
        count(*) as frequency,
        sum(spend) as spend,
        max(order_date) as last_order_date
    from {{ ref('orders') }}
    where order_date between coalesce(cast({{ var('rfm_from') }} as date), date '0001-01-01') and cast({{ var('rfm_to') }} as date)
    group by customer_id
),

given_back as (
    select
        customer_id,
        sum(amount) as returns
    from {{ ref('returns') }}
    where return_date between coalesce(cast({{ var('rfm_from') }} as date), date '0001-01-01') and cast({{ var('rfm_to') }} as date)
    group by customer_id
)

select
    cast({{ var('rfm_to') }} as date) as day,
    bought.customer_id as customer,
    cast({{ var('rfm_to') }} as date) - bought.last_order_date as recency_days,
    bought.frequency,
    cast(bought.spend - coalesce(given_back.returns, 0) as decimal(38, 4)) as monetary
from bought
left join given_back on bought.customer_id = given_back.customer_id
