-- grain: one row per customer, kind and name of an attribute or consent of the customers files
-- key: customer_id, kind, name
with consents as (
    select
        customer_id,
        name,
        value,
        valid_from,
        max(valid_from) over (partition by customer_id, source_system, name) as latest_from
    from {{ ref('customer_record_attributes') }}
    where kind = 'consent' and value is not null
)

select
    customer_id,
    'attribute' as kind,
    name,
    value
from {{ ref('customer_attribute_history') }}
where valid_to is null
union all
select
    customer_id,
    'consent' as kind,
    name,
    min(value) as value
from consents
where valid_from is not distinct from latest_from
group by customer_id, name
