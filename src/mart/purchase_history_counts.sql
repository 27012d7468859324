-- grain: one row per distinct purchase history
-- key: x, t_x_days, t_days
select
    x,
    t_x_days,
    t_days,
    count(*) as customers,
    sum(sum_log_gap) as sum_log_gap
from {{ ref('purchase_history') }}
group by x, t_x_days, t_days
