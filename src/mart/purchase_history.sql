-- grain: one row per customer with an order, as of the end of observation
-- key: customer_id
with occasions as (
    select
        customer_id,
        order_date,
        case when {{ var('occasion') }} = 'order' then order_id else '' end as occasion,
        sum(spend) as spend
    from {{ ref('orders') }}
    group by customer_id, order_date, case when {{ var('occasion') }} = 'order' then order_id else '' end
),

numbered as (
    select
        customer_id,
        order_date,
        spend,
        row_number() over (
            partition by customer_id
            order by order_date, occasion
        ) as occasion_number,
        order_date - lag(order_date) over (
            partition by customer_id
            order by order_date, occasion
        ) as gap_days
    from occasions
)

select
    numbered.customer_id,
    count(*) - 1 as x,
    max(numbered.order_date) - min(numbered.order_date) as t_x_days,
    min(observation.as_of) - min(numbered.order_date) as t_days,
    sum(case when numbered.gap_days > 0 then cast(ln(numbered.gap_days) as decimal(18, 12)) else 0 end) as sum_log_gap,
    sum(case when numbered.occasion_number = 1 then numbered.spend end) as first_spend,
    sum(case when numbered.occasion_number > 1 then numbered.spend end) as repeat_spend
from numbered
cross join {{ ref('observation') }} as observation
group by numbered.customer_id
