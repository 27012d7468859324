-- grain: one row per day of `cohort_rfm_days` and customer with an order by then
-- key: day, customer
with indexes as (
    select distinct period_index from {{ ref('cohort_days') }}
),

-- From each period to each later one, or to no other: its days. There are few such pairs, and to look one up costs a
-- fraction of comparing each customer's periods with the days.
spans as (
    select
        indexes.period_index,
        ends.next_index,
        days.day
    from indexes
    cross join (select period_index as next_index from indexes union all select 2147483647 as next_index) as ends
    inner join {{ ref('cohort_rfm_days') }} as days
        on days.period_index >= indexes.period_index and days.period_index < ends.next_index
),

totals as (
    select
        customer_number,
        period_index,
        coalesce(lead(period_index) over (partition by customer_number order by period_index), 2147483647) as next_index,
        sum(orders) over (partition by customer_number order by period_index rows unbounded preceding) as frequency,
        sum(spend) over (partition by customer_number order by period_index rows unbounded preceding) as monetary,
        max(last_order_date) over (partition by customer_number order by period_index rows unbounded preceding) as last_order_date
    from {{ ref('cohort_periods') }}
)

-- What a customer had done stays the same from a period up to the next one in which something happened.
select
    spans.day,
    totals.customer_number as customer,
    spans.day - totals.last_order_date as recency_days,
    cast(totals.frequency as bigint) as frequency,
    totals.monetary
from totals
inner join spans on totals.period_index = spans.period_index and totals.next_index = spans.next_index
where totals.frequency > 0
