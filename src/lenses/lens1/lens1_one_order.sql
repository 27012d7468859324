-- grain: one row: who bought once, in the period and ever
-- key: none
with elsewhere as (
    select distinct customer_id
    from {{ ref('orders') }}
    where
        order_date < cast({{ var('from_date') }} as date)
        or order_date > cast({{ var('to_date') }} as date)
),

once as (
    select
        ranked.customer_id,
        elsewhere.customer_id is null as is_only_here
    from {{ ref('lens1_ranked') }} as ranked
    left join elsewhere on ranked.customer_id = elsewhere.customer_id
    where ranked.orders = 1
),

ever as (
    select
        count(distinct customer_id) as buyers_ever,
        count(distinct case when order_date <= cast({{ var('to_date') }} as date) then customer_id end) as buyers_by_end
    from {{ ref('orders') }}
)

select
    (select count(*) from {{ ref('lens1_ranked') }}) as active,
    ever.buyers_by_end,
    ever.buyers_ever,
    (select count(*) from once) as one_in_period,
    (select count(*) from once where is_only_here) as one_ever
from ever
