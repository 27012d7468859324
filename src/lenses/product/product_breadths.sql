-- grain: one row per customer with an order in the period: how widely the customer bought
-- key: customer_rank
with items as (
    select
        customer_rank,
        count(*) as items,
        sum(orders) as item_orders
    from {{ ref('product_customers') }}
    where orders > 0
    group by customer_rank
),

-- Where items are products already, these are counted.
bought as (
    select
        customer_rank,
        product_number,
        order_number
    from {{ ref('product_lines') }}
    where
        order_number is not null
        and customer_rank is not null
        and product_number is not null
        and {{ var('product_level') }} = 'category'
    group by customer_rank, product_number, order_number
),

customer_products as (
    select
        customer_rank,
        count(*) as orders
    from bought
    group by customer_rank, product_number
    union all
    select
        customer_rank,
        orders
    from {{ ref('product_customers') }}
    where
        orders > 0
        and {{ var('product_level') }} <> 'category'
        and item_number in (select item_number from {{ ref('product_codes') }} where product_number is not null)
),

products as (
    select
        customer_rank,
        count(*) as products,
        sum(orders) as product_orders
    from customer_products
    group by customer_rank
)

select
    items.customer_rank,
    cast(ranked.decile as integer) as decile,
    ranked.orders,
    cast(items.items as bigint) as items,
    cast(items.item_orders as bigint) as item_orders,
    cast(coalesce(products.products, 0) as bigint) as products,
    cast(coalesce(products.product_orders, 0) as bigint) as product_orders,
    ranked.spend,
    ranked.profit,
    ranked.profit_known_spend
from items
inner join {{ ref('lens1_ranked') }} as ranked on items.customer_rank = ranked.value_rank
left join products on items.customer_rank = products.customer_rank
