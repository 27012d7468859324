-- grain: one row per label that is somebody's favourite
-- key: label_number
with valued as (
    select
        label_number,
        value,
        cast(least(greatest(value, -1e15), 1e15) as decimal(18, 2)) as bounded
    from {{ ref('product_breadths') }}
)

select
    label_number,
    count(*) as customers,
    sum(value) as value,
    sum(cast(bounded as decimal(38, 2)) * bounded) as value_squares
from valued
group by label_number
