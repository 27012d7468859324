-- grain: one row per customer of cohort_customers
-- key: customer_number
with observed as (
    select
        first_order_date,
        cast({{ var('history_start') }} as date) as marked_before
    from {{ ref('observation') }}
),

marked as (
    select
        customers.customer_number,
        customers.customer_id,
        customers.acquisition_date,
        customers.first_order_date,
        coalesce(
            customers.acquisition_date is null
            or customers.acquisition_date < observed.first_order_date
            or (customers.acquisition_basis = 'first_order' and customers.acquisition_date < observed.marked_before)
            or customers.first_return_date < customers.acquisition_date,
            false
        ) as is_before_data
    from {{ ref('cohort_customers') }} as customers
    cross join observed
)

select
    marked.customer_number,
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
        when not marked.is_before_data then period_index(
            period_start(marked.acquisition_date, {{ var('granularity') }}, {{ var('fiscal_year_start') }}),
            {{ var('granularity') }},
            {{ var('fiscal_year_start') }}
        )
    end as start_index,
    period_index(
        period_start(marked.first_order_date, {{ var('granularity') }}, {{ var('fiscal_year_start') }}),
        {{ var('granularity') }},
        {{ var('fiscal_year_start') }}
    ) as first_index
from marked
left join {{ ref('cohort_groups') }} as groups on marked.customer_id = groups.customer_id
