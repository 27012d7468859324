-- grain: one row
-- key: none
with cancelled as (
    select distinct
        order_id,
        customer_id
    from {{ ref('order_lines') }}
    where is_cancelled
),

cancelled_lines as (
    select
        count(*) as lines,
        coalesce(sum(case when lines.amount = 0 then 1 else 0 end), 0) as zero_lines
    from cancelled
    inner join {{ ref('order_lines') }} as lines
        on cancelled.order_id = lines.order_id and cancelled.customer_id = lines.customer_id
),

all_lines as (
    select
        count(*) as lines,
        coalesce(sum(case when amount = 0 then 1 else 0 end), 0) as zero_lines,
        coalesce(sum(case when is_return then 1 else 0 end), 0) as return_lines
    from {{ ref('order_lines') }}
)

select
    all_lines.lines,
    cast(all_lines.return_lines as bigint) as return_lines,
    cast(all_lines.zero_lines as bigint) as zero_lines,
    cast(cancelled_lines.lines as bigint) as cancelled_lines,
    cast(
        case when {{ var('zero_value') }} = 'drop' then all_lines.zero_lines - cancelled_lines.zero_lines else 0 end
        as bigint
    ) as dropped_zero_lines
from all_lines
cross join cancelled_lines
