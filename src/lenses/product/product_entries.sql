-- grain: one row per label and acquisition quarter: customers whose first order held it, and what they brought to date
-- key: label_number, cohort_quarter
with entrants as (
    select
        firsts.customer_id,
        firsts.order_id,
        customers.cohort_quarter,
        case when {{ var('metric') }} = 'profit' then coalesce(customers.profit, 0) else customers.net_spend end as value
    from {{ ref('customer_first_orders') }} as firsts
    inner join {{ ref('customers') }} as customers on firsts.customer_id = customers.customer_id
    cross join {{ ref('observation') }} as observation
    where customers.acquisition_date >= coalesce(cast({{ var('history_start') }} as date), observation.first_order_date)
),

entered as (
    select distinct
        entrants.customer_id,
        entrants.cohort_quarter,
        entrants.value,
        items.label_number
    from {{ ref('line_profits') }} as lines
    inner join entrants
        on lines.order_id = entrants.order_id and lines.customer_id = entrants.customer_id
    inner join {{ ref('product_codes') }} as codes
        on coalesce(lines.category, '') = codes.category_key and coalesce(lines.product_id, '') = codes.product_key
    inner join {{ ref('product_items') }} as items on codes.item_number = items.item_number
    where not lines.is_return and (lines.amount <> 0 or {{ var('zero_value') }} = 'keep')
),

counted as (
    select
        label_number,
        cohort_quarter,
        value
    from entered
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
