-- grain: one row per calendar period with active members: who also ordered in the next one
-- key: period_index
with active as (
    select
        customer_id,
        period_index,
        last_order_date,
        lead(period_index) over (
            partition by customer_id
            order by period_index
        ) as next_index,
        lag(last_order_date) over (
            partition by customer_id
            order by period_index
        ) as earlier_order_date
    from {{ ref('lens3_periods') }}
    where orders > 0
)

select
    period_index,
    count(*) as active,
    cast(sum(case when next_index = period_index + 1 then 1 else 0 end) as bigint) as active_next,
    cast(sum(case when earlier_order_date is null then 1 else 0 end) as bigint) as new_buyers,
    cast(sum(last_order_date - coalesce(earlier_order_date, date '1970-01-01')) as bigint) as last_order_days
from active
group by period_index
