-- grain: one row per label and acquisition quarter: customers whose first order held it, and what they brought to date
-- key: label_number, cohort_quarter
with newcomers as (
    select
        customers.customer_id,
        customers.first_order_ts,
        customers.cohort_quarter,
        case when {{ var('metric') }} = 'profit' then coalesce(customers.profit, 0) else customers.net_spend end as value
    from {{ ref('customers') }} as customers
    cross join {{ ref('observation') }} as observation
    where
        customers.orders > 0
        and customers.acquisition_date >= coalesce(cast({{ var('history_start') }} as date), observation.first_order_date)
),

entrants as (
    select
        of_least(cast(orders.rowid as integer), orders.order_id) as order_number,
        min(newcomers.cohort_quarter) as cohort_quarter,
        min(newcomers.value) as value
    from {{ ref('orders') }} as orders
    inner join newcomers
        on orders.customer_id = newcomers.customer_id and orders.order_ts = newcomers.first_order_ts
    group by newcomers.customer_id
),

first_labels as (
    select
        items.label_number,
        min(entrants.cohort_quarter) as cohort_quarter,
        min(entrants.value) as value
    from {{ ref('product_lines') }} as lines
    inner join entrants on lines.order_number = entrants.order_number
    inner join {{ ref('product_items') }} as items on lines.item_number = items.item_number
    group by lines.order_number, items.label_number
),

counted as (
    select
        label_number,
        cohort_quarter,
        value
    from first_labels
    union all
    select
        -1 as label_number,
        cohort_quarter,
        value
    from entrants
),

bounded as (
    select
        counted.*,
        cast(least(greatest(value, -1e15), 1e15) as decimal(18, 2)) as size
    from counted
)

select
    label_number,
    cohort_quarter,
    count(*) as customers,
    sum(value) as value,
    sum(cast(size as decimal(38, 2)) * size) as value_squares
from bounded
group by label_number, cohort_quarter
