-- grain: one row per customer acquired by the end of observation, or known by a return alone
-- key: customer_id
with observed as (
    select
        as_of,
        first_order_date,
        cast({{ var('history_start') }} as date) as marked_before
    from {{ ref('observation') }}
),

dated as (
    select
        customer_id,
        acquisition_basis,
        first_order_date,
        case
            when first_order_date < acquisition_date then first_order_date
            else acquisition_date
        end as acquisition_date
    from {{ ref('customers') }}
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

marked as (
    select
        dated.customer_id,
        dated.acquisition_date,
        case when dated.first_order_date <= observed.as_of then dated.first_order_date end as first_order_date,
        dated.acquisition_date is null
        or dated.acquisition_date > observed.as_of
        or dated.acquisition_date < observed.first_order_date
        or coalesce(dated.acquisition_basis = 'first_order' and dated.acquisition_date < observed.marked_before, false)
        or coalesce(first_returns.first_return_date < dated.acquisition_date, false) as is_before_data
    from dated
    cross join observed
    left join first_returns on dated.customer_id = first_returns.customer_id
    where dated.acquisition_date <= observed.as_of or first_returns.customer_id is not null
)

select
    cast(row_number() over (order by marked.customer_id) as integer) as customer_number,
    marked.customer_id,
    case
        when {{ var('cohort_date') }} is not null then coalesce(groups.cohort, '(acquired later)')
        when {{ var('cohort_by') }} is not null and not marked.is_before_data then coalesce(groups.cohort, '(none)')
    end as cohort,
    {{ var('cohort_date') }} is null and marked.is_before_data as is_before_data,
    marked.acquisition_date,
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
