-- grain: one row per short label and age: members of one cohort who bought it at that age
-- key: short_number, age
with members as (
    select
        customer_id,
        period_index(
            period_start(acquisition_date, {{ var('cohort_granularity') }}, {{ var('fiscal_year_start') }}),
            {{ var('cohort_granularity') }},
            {{ var('fiscal_year_start') }}
        ) as first_index
    from {{ ref('customers') }}
    where acquisition_date between cast({{ var('cohort_start') }} as date) and cast({{ var('cohort_end') }} as date)
),

their_orders as (
    select
        orders.order_id,
        orders.customer_id,
        period_index(
            period_start(orders.order_date, {{ var('cohort_granularity') }}, {{ var('fiscal_year_start') }}),
            {{ var('cohort_granularity') }},
            {{ var('fiscal_year_start') }}
        ) - members.first_index as age
    from {{ ref('orders') }} as orders
    inner join members on orders.customer_id = members.customer_id
),

bought as (
    select distinct
        their_orders.customer_id,
        their_orders.age,
        items.short_number
    from {{ ref('line_profits') }} as lines
    inner join their_orders
        on lines.order_id = their_orders.order_id and lines.customer_id = their_orders.customer_id
    inner join {{ ref('product_codes') }} as codes
        on coalesce(lines.category, '') = codes.category_key and coalesce(lines.product_id, '') = codes.product_key
    inner join {{ ref('product_items') }} as items on codes.item_number = items.item_number
    where not lines.is_return and (lines.amount <> 0 or {{ var('zero_value') }} = 'keep')
),

since_first as (
    select
        customer_id,
        age,
        short_number,
        min(age) over (partition by customer_id, short_number) as first_age
    from bought
)

select
    short_number,
    cast(age as integer) as age,
    count(*) as customers,
    cast(sum(case when age = first_age then 1 else 0 end) as bigint) as new_customers
from since_first
group by short_number, age
