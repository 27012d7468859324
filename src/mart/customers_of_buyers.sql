-- grain: one row per customer, with or without orders, as customers.sql: the columns that histories and their readers read
-- key: customer_id
with surplus as (
    select
        customer_id,
        sum(orders - 1) as more
    from {{ ref('fuller_days') }}
    group by customer_id
),

others as (
    select customer_id from {{ ref('returns') }}
    union
    select customer_id from {{ ref('customer_profiles') }}
),

known as (
    select
        buyers.customer_id,
        buyers.first_order_date,
        buyers.last_order_date,
        buyers.orders,
        cast(buyers.orders - coalesce(surplus.more, 0) as bigint) as order_days,
        buyers.spend
    from {{ ref('buyers') }} as buyers
    left join surplus on buyers.customer_id = surplus.customer_id
    union all
    select
        others.customer_id,
        cast(null as date) as first_order_date,
        cast(null as date) as last_order_date,
        0 as orders,
        0 as order_days,
        0 as spend
    from others
    where not exists (select 1 from {{ ref('buyers') }} as buyers where buyers.customer_id = others.customer_id)
)

select
    known.customer_id,
    case
        when known.first_order_date < local_date(profiles.acquisition_ts, {{ var('time_zone') }}) then 'first_order'
        when profiles.acquisition_ts is not null then 'customers_file'
        when known.first_order_date is not null then 'first_order'
    end as acquisition_basis,
    known.first_order_date,
    known.last_order_date,
    earlier_of(local_date(profiles.acquisition_ts, {{ var('time_zone') }}), known.first_order_date) as acquisition_date,
    known.orders,
    known.order_days,
    known.spend
from known
left join {{ ref('customer_profiles') }} as profiles on known.customer_id = profiles.customer_id
