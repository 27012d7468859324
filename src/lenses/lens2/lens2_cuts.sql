-- grain: one row: the lowest value in each tenth of the first period's customers
-- key: none
with valued as (
    select case when {{ var('metric') }} = 'profit' then coalesce(profit_first, 0) else spend_first end as value
    from {{ ref('lens2_customers') }}
    where orders_first > 0
),

ranked as (
    select
        value,
        ntile(10) over (order by value desc) as decile
    from valued
)

select
    min(case when decile = 1 then value end) as cut_1,
    min(case when decile = 2 then value end) as cut_2,
    min(case when decile = 3 then value end) as cut_3,
    min(case when decile = 4 then value end) as cut_4,
    min(case when decile = 5 then value end) as cut_5,
    min(case when decile = 6 then value end) as cut_6,
    min(case when decile = 7 then value end) as cut_7,
    min(case when decile = 8 then value end) as cut_8,
    min(case when decile = 9 then value end) as cut_9
from ranked
