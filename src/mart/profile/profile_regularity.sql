-- grain: one row: how regular customers buy, by the method of Wheat and Morrison (1990)
-- key: none
with days as (
    select distinct
        customer_id,
        order_date
    from {{ ref('orders') }}
),

gaps as (
    select
        customer_id,
        order_date - lag(order_date) over (partition by customer_id order by order_date) as gap_days,
        row_number() over (partition by customer_id order by order_date) as day_number
    from days
),

pairs as (
    select
        customer_id,
        max(case when day_number = 2 then gap_days end) as first_gap,
        max(case when day_number = 3 then gap_days end) as second_gap
    from gaps
    where day_number <= 3
    group by customer_id
    having max(day_number) = 3
),

shares as (
    select cast(first_gap as double) / (first_gap + second_gap) as m
    from pairs
),

-- Sums of decimals do not depend on the order of rows.
exact as (
    select
        cast(m as decimal(38, 18)) as m,
        cast(m * m as decimal(38, 18)) as square
    from shares
)

select
    count(*) as customers,
    avg(square) - avg(m) * avg(m) as variance
from exact
