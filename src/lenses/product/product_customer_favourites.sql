-- grain: one row per customer of the period: the label of most orders, then of most spend, then the better seller
-- key: customer_rank
select
    customer_rank,
    label_number
from {{ ref('product_breadths') }}
