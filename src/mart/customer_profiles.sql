-- grain: one row per customer of the customers files
-- key: customer_id
select
    customer_id,
    string_agg(distinct source_system, ', ' order by source_system) as source_systems,
    bool_and(coalesce(is_visible, true)) as is_visible,
    count(*) as records,
    min(acquisition_ts) as acquisition_ts
from {{ ref('customer_records') }}
group by customer_id
