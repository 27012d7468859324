-- grain: one row per combination of scores that occurs
-- key: r, f, m
select
    r,
    f,
    m,
    cast(sum(customers) as bigint) as customers,
    sum(spend) as spend
from {{ ref('rfm_cells') }}
group by r, f, m
