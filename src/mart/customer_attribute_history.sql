-- grain: one row per customer, attribute and span of days on which a value held
-- key: customer_id, name, valid_from
with said as (
    select
        customer_id,
        name,
        value,
        local_date(valid_from, {{ var('time_zone') }}) as valid_from,
        row_number() over (
            partition by customer_id, name, local_date(valid_from, {{ var('time_zone') }})
            order by valid_from desc, record_ts desc nulls last, value
        ) as preference
    from {{ ref('customer_record_attributes') }}
    where kind = 'attribute' and value is not null
),

ordered as (
    select
        customer_id,
        name,
        value,
        valid_from,
        lag(value) over (partition by customer_id, name order by valid_from nulls first) as value_before
    from said
    where preference = 1
)

select
    customer_id,
    name,
    valid_from,
    lead(valid_from) over (partition by customer_id, name order by valid_from nulls first) as valid_to,
    value
from ordered
where value_before is null or value_before <> value
