-- grain: one row per customer with an order: the value of the attribute that a report is split by
-- key: customer_id
with valued as (
    select
        first_orders.customer_id,
        coalesce(
            profile.value,
            case {{ var('attribute') }}
                when 'first_category' then baskets.first_category
                when 'first_product' then baskets.first_product
                else attribute_of(first_orders.attributes, {{ var('attribute') }})
            end,
            '(none)'
        ) as value
    from {{ ref('customer_first_orders') }} as first_orders
    left join {{ ref('customer_profile_attributes') }} as profile
        on
            first_orders.customer_id = profile.customer_id
            and profile.kind = 'attribute'
            and profile.name = {{ var('attribute') }}
    left join {{ ref('customer_first_baskets') }} as baskets
        on first_orders.customer_id = baskets.customer_id
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
