-- grain: one row per short label and age: members of one cohort who bought it at that age
-- key: short_number, age
with members as (
    select
        customer_id,
        cast(row_number() over () as integer) as member,
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
        cast(orders.rowid as integer) as order_number,
        members.member,
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
        their_orders.member,
        their_orders.age,
        items.short_number
    from {{ ref('product_lines') }} as lines
    inner join their_orders on lines.order_number = their_orders.order_number
    inner join {{ ref('product_items') }} as items on lines.item_number = items.item_number
),

first_bought as (
    select
        short_number,
        min(age) as age
    from bought
    group by short_number, member
),

counted as (
    select
        short_number,
        age,
        1 as customers,
        0 as new_customers
    from bought
    union all
    select
        short_number,
        age,
        0 as customers,
        1 as new_customers
    from first_bought
)

select
    short_number,
    cast(age as integer) as age,
    cast(sum(customers) as bigint) as customers,
    cast(sum(new_customers) as bigint) as new_customers
from counted
group by short_number, age
