-- grain: one row: whether the data begin in the middle of the customers' history
-- key: none
with bounds as (
    select
        first_order_date,
        as_of,
        as_of - first_order_date + 1 as span_days
    from {{ ref('observation') }}
),

new_customers as (
    select
        customers.first_order_date - bounds.first_order_date as day_number
    from {{ ref('customers') }} as customers
    cross join bounds
    where
        customers.acquisition_basis = 'first_order'
        and customers.first_order_date <= bounds.as_of
),

counted as (
    select
        cast(coalesce(sum(case when day_number between 0 and 27 then 1 else 0 end), 0) as bigint) as first_window,
        cast(coalesce(sum(case when day_number between 28 and 55 then 1 else 0 end), 0) as bigint) as next_window,
        cast(coalesce(sum(case when day_number between 364 and 391 then 1 else 0 end), 0) as bigint) as year_later_window
    from new_customers
),

judged as (
    select
        bounds.first_order_date,
        bounds.span_days,
        counted.first_window,
        case when bounds.span_days >= 56 then counted.next_window end as next_window,
        case when bounds.span_days >= 392 then counted.year_later_window end as year_later_window,
        {{ var('history_start') }} is not null as is_asked
    from counted
    cross join bounds
),

decided as (
    select
        judged.*,
        coalesce(
            not is_asked
            and first_window >= 30
            and 2 * first_window > 3 * next_window
            and 2 * first_window > 3 * coalesce(year_later_window, 0),
            false
        ) as is_excess
    from judged
)

select
    first_order_date,
    first_window,
    next_window,
    year_later_window,
    is_asked,
    case when is_asked then cast({{ var('history_start') }} as date) > first_order_date else is_excess end as is_truncated,
    case
        when is_asked then cast({{ var('history_start') }} as date)
        when is_excess then first_order_date + cast(least(91, span_days // 4) as integer)
        else first_order_date
    end as marked_before
from decided
