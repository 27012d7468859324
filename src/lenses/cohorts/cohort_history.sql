-- grain: one row per day of `cohort_rfm_days` and customer with an order by then
-- key: day, customer
with totals as (
    select
        customer_number,
        period_index,
        lead(period_index) over (partition by customer_number order by period_index) as next_index,
        sum(orders) over (partition by customer_number order by period_index rows unbounded preceding) as frequency,
        sum(spend) over (partition by customer_number order by period_index rows unbounded preceding) as monetary,
        max(last_order_date) over (partition by customer_number order by period_index rows unbounded preceding) as last_order_date
    from {{ ref('cohort_periods') }}
)

-- What a customer had done stays the same from a period up to the next one in which something happened.
select
    days.day,
    totals.customer_number as customer,
    days.day - totals.last_order_date as recency_days,
    cast(totals.frequency as bigint) as frequency,
    totals.monetary
from totals
inner join {{ ref('cohort_rfm_days') }} as days
    on days.period_index >= totals.period_index and days.period_index < coalesce(totals.next_index, 2147483647)
where totals.frequency > 0
