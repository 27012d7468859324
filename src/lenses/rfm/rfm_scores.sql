-- grain: one row per combination of scores that occurs
-- key: r, f, m
select
    r,
    f,
    m,
    count(*) as customers,
    sum(monetary) as spend
from {{ ref('rfm') }}
group by r, f, m
