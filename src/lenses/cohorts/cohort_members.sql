-- grain: one row per customer acquired by the end of observation, or known by a return alone
-- key: customer_number
with observed as (
    select
        as_of,
        first_order_date,
        cast({{ var('history_start') }} as date) as marked_before
    from {{ ref('observation') }}
),

first_returns as (
    select
        returns.customer_id,
        min(returns.return_date) as first_return_date
    from {{ ref('returns') }} as returns
    cross join observed
    where returns.return_date <= observed.as_of
    group by returns.customer_id
),

dated as (
    select
        customers.customer_id,
        customers.acquisition_basis,
        case when customers.acquisition_date <= observed.as_of then customers.acquisition_date end as acquisition_date,
        case when customers.first_order_date <= observed.as_of then customers.first_order_date end as first_order_date,
        first_returns.first_return_date,
        observed.first_order_date as first_day,
        observed.marked_before
    from {{ ref('customers') }} as customers
    cross join observed
    left join first_returns on customers.customer_id = first_returns.customer_id
    where customers.acquisition_date <= observed.as_of or first_returns.customer_id is not null
),

marked as (
    select
        customer_id,
        acquisition_date,
        first_order_date,
        coalesce(
            acquisition_date is null
            or acquisition_date < first_day
            or (acquisition_basis = 'first_order' and acquisition_date < marked_before)
            or first_return_date < acquisition_date,
            false
        ) as is_before_data
    from dated
),

-- There are far fewer days than customers.
days as (
    select acquisition_date as day from {{ ref('customers') }}
    union
    select first_order_date as day from {{ ref('customers') }}
),

indexed as (
    select
        day,
        period_index(
            period_start(day, {{ var('granularity') }}, {{ var('fiscal_year_start') }}),
            {{ var('granularity') }},
            {{ var('fiscal_year_start') }}
        ) as period_index
    from days
)

select
    cast(row_number() over () as integer) as customer_number,
    marked.customer_id,
    case
        when {{ var('cohort_date') }} is not null then coalesce(groups.cohort, '(acquired later)')
        when {{ var('cohort_by') }} is not null and not marked.is_before_data then coalesce(groups.cohort, '(none)')
    end as cohort,
    {{ var('cohort_date') }} is null and marked.is_before_data as is_before_data,
    marked.first_order_date,
    case
        when {{ var('cohort_date') }} is not null
            then case when groups.cohort is not null then period_index(
                period_start(cast({{ var('cohort_date') }} as date), {{ var('granularity') }}, {{ var('fiscal_year_start') }}),
                {{ var('granularity') }},
                {{ var('fiscal_year_start') }}
            ) end
        when not marked.is_before_data then acquired.period_index
    end as start_index,
    ordered.period_index as first_index
from marked
left join indexed as acquired on marked.acquisition_date = acquired.day
left join indexed as ordered on marked.first_order_date = ordered.day
left join {{ ref('cohort_groups') }} as groups on marked.customer_id = groups.customer_id
