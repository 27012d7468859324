-- grain: one row per customer acquired by the end of observation, or known by a return alone
-- key: customer_id
with dated as (
    select
        customers.customer_id,
        customers.acquisition_basis,
        customers.first_order_date,
        customers.acquisition_date,
        observation.as_of
    from {{ ref('customers') }} as customers
    cross join {{ ref('observation') }} as observation
),

first_returns as (
    select
        returns.customer_id,
        min(returns.return_date) as first_return_date
    from {{ ref('returns') }} as returns
    cross join {{ ref('observation') }} as observation
    where returns.return_date <= observation.as_of
    group by returns.customer_id
)

select
    cast(row_number() over () as integer) as customer_number,
    dated.customer_id,
    dated.acquisition_basis,
    case when dated.acquisition_date <= dated.as_of then dated.acquisition_date end as acquisition_date,
    case when dated.first_order_date <= dated.as_of then dated.first_order_date end as first_order_date,
    first_returns.first_return_date
from dated
left join first_returns on dated.customer_id = first_returns.customer_id
where dated.acquisition_date <= dated.as_of or first_returns.customer_id is not null
