-- grain: one row per customer acquired from cohort_start to cohort_end
-- key: customer_id
select
    customer_id,
    acquisition_basis,
    acquisition_date,
    first_order_date
from {{ ref('customers') }}
where acquisition_date between cast({{ var('cohort_start') }} as date) and cast({{ var('cohort_end') }} as date)
