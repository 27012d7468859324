-- grain: one row per label that is somebody's favourite
-- key: label_number
with valued as (
    select
        favourites.label_number,
        customers.value,
        cast(least(greatest(customers.value, -1e15), 1e15) as decimal(18, 2)) as bounded
    from {{ ref('product_customer_favourites') }} as favourites
    inner join {{ ref('lens1_ranked') }} as customers on favourites.customer_rank = customers.value_rank
)

select
    label_number,
    count(*) as customers,
    sum(value) as value,
    sum(bounded * bounded) as value_squares
from valued
group by label_number
