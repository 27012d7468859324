-- grain: one row per customer, kind and name of an attribute or consent of the customers files
-- key: customer_id, kind, name
with ranked as (
    select
        customer_id,
        kind,
        name,
        value,
        row_number() over (
            partition by customer_id, kind, name
            order by
                case when kind = 'consent' then value end,
                record_ts desc nulls last,
                value
        ) as preference
    from {{ ref('customer_record_attributes') }}
    where value is not null
)

select
    customer_id,
    kind,
    name,
    value
from ranked
where preference = 1
