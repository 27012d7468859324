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
        coalesce(sum(line.lines), 0) as lines,
        coalesce(sum(case when line.amount = 0 then line.lines else 0 end), 0) as zero_lines
    from cancelled
    inner join {{ ref('line_profits') }} as line
        on cancelled.order_id = line.order_id and cancelled.customer_id = line.customer_id
),

all_lines as (
    select
        coalesce(sum(lines), 0) as lines,
        coalesce(sum(case when amount = 0 then lines else 0 end), 0) as zero_lines,
        coalesce(sum(case when is_return then lines else 0 end), 0) as return_lines
    from {{ ref('line_profits') }}
)

select
    cast(all_lines.lines as bigint) as lines,
    cast(all_lines.return_lines as bigint) as return_lines,
    cast(all_lines.zero_lines as bigint) as zero_lines,
    cast(cancelled_lines.lines as bigint) as cancelled_lines,
    cast(
        case when {{ var('zero_value') }} = 'drop' then all_lines.zero_lines - cancelled_lines.zero_lines else 0 end
        as bigint
    ) as dropped_zero_lines
from all_lines
cross join cancelled_lines
