-- grain: one row per customer with an order by the end of the period
-- key: customer
with given_back as (
    select
        customer_id,
        sum(amount) as returns
    from {{ ref('returns') }}
    where return_date between coalesce(cast({{ var('rfm_from') }} as date), date '0001-01-01') and cast({{ var('rfm_to') }} as date)
    group by customer_id
)

select
    cast({{ var('rfm_to') }} as date) as day,
    lives.customer_id as customer,
    cast({{ var('rfm_to') }} as date) - lives.last_scored_date as recency_days,
    lives.scored_orders as frequency,
    cast(lives.scored_spend - coalesce(given_back.returns, 0) as decimal(38, 4)) as monetary
from {{ ref('customer_lives') }} as lives
left join given_back on lives.customer_id = given_back.customer_id
where lives.scored_orders > 0
