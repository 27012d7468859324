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

first_orders as materialized (
    select
        newcomers.customer_id,
        cast(orders.rowid as integer) as order_number,
        orders.order_id,
        newcomers.cohort_quarter,
        newcomers.value
    from {{ ref('orders') }} as orders
    inner join newcomers
        on orders.customer_id = newcomers.customer_id and orders.order_ts = newcomers.first_order_ts
),

-- Only where customers have several orders at their first instant is one looked for.
ties as (
    select count(*) > (select count(*) from newcomers) as several from first_orders
),

entrants as (
    select
        order_number,
        cohort_quarter,
        value
    from first_orders
    where not (select several from ties)
    union all
    select
        of_least(order_number, order_id) as order_number,
        min(cohort_quarter) as cohort_quarter,
        min(value) as value
    from first_orders
    where (select several from ties)
    group by customer_id
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
