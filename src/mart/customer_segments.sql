-- grain: one row per customer with an order: the value of the attribute that a report is split by
-- key: customer_id
with days as (
    select
        first_orders.customer_id,
        first_orders.attributes,
        case {{ var('attributes_as_of') }}
            when 'now' then observation.as_of
            when 'then'
                then earlier_of(
                    local_date(profiles.acquisition_ts, {{ var('time_zone') }}), first_orders.order_date
                )
            else cast({{ var('attributes_day') }} as date)
        end as day
    from {{ ref('customer_first_orders') }} as first_orders
    cross join {{ ref('observation') }} as observation
    left join {{ ref('customer_profiles') }} as profiles on first_orders.customer_id = profiles.customer_id
),

valued as (
    select
        days.customer_id,
        coalesce(
            history.value,
            case {{ var('attribute') }}
                when 'first_category' then baskets.first_category
                when 'first_product' then baskets.first_product
                else attribute_of(days.attributes, {{ var('attribute') }})
            end,
            '(none)'
        ) as value
    from days
    left join {{ ref('customer_attribute_history') }} as history
        on
            days.customer_id = history.customer_id
            and history.name = {{ var('attribute') }}
            and (history.valid_from is null or history.valid_from <= days.day)
            and (history.valid_to is null or history.valid_to > days.day)
    left join {{ ref('customer_first_baskets') }} as baskets
        on days.customer_id = baskets.customer_id
),

sized as (
    select
        value,
        row_number() over (order by count(*) desc, value) as size_rank
    from valued
    group by value
)

select
    valued.customer_id,
    case when sized.size_rank <= 15 then valued.value else '(other)' end as segment,
    valued.value
from valued
inner join sized on valued.value = sized.value
