-- grain: one row per customer of a cohort with an order
-- key: customer_number
with seconds as (
    select
        customer_number,
        min(next_order_date) as second_order_date
    from {{ ref('cohort_periods') }}
    group by customer_number
)

select
    members.customer_number,
    members.cohort,
    members.start_index,
    seconds.second_order_date is not null as has_second,
    members.first_order_date,
    seconds.second_order_date,
    coalesce(seconds.second_order_date, observation.as_of) - members.first_order_date as wait_days
from {{ ref('cohort_members') }} as members
inner join seconds on members.customer_number = seconds.customer_number
cross join {{ ref('observation') }} as observation
where members.start_index is not null and members.first_order_date is not null
