-- grain: one row per customer of the customers files
-- key: customer_id
with hidden as (
    select distinct customer_id
    from {{ ref('customer_records') }} as record
    where
        not is_visible
        and not exists (
            select 1
            from {{ ref('customer_records') }} as later
            where
                later.customer_id = record.customer_id
                and later.source_system is not distinct from record.source_system
                and later.is_visible is not null
                and later.valid_from is not null
                and (record.valid_from is null or later.valid_from > record.valid_from)
        )
)

select
    records.customer_id,
    string_agg(distinct records.source_system, ', ' order by records.source_system) as source_systems,
    bool_and(hidden.customer_id is null) as is_visible,
    count(*) as records,
    min(records.acquisition_ts) as acquisition_ts
from {{ ref('customer_records') }} as records
left join hidden on records.customer_id = hidden.customer_id
group by records.customer_id
