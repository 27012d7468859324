-- grain: one row per customer with an order in the period: how widely the customer bought, and what most
-- key: customer_rank
with items as (
    select
        item_number,
        label_number,
        spend_rank,
        cast(power(2, short_number) as integer) as bit,
        item_number in (select item_number from {{ ref('product_codes') }} where product_number is not null) as is_product
    from {{ ref('product_items') }}
),

-- The favourite is the label of most orders, then of most spend, then the better seller. The three are one number, orders
-- in its highest digits (4e18 times 2^31 each), then money: a maximum costs less than sorting what each customer bought. Of
-- products, one item at most is none: lines without a product.
buyers as (
    select
        bought.customer_rank,
        count(*) as items,
        sum(bought.orders) as item_orders,
        sum(bought.orders) filter (where not items.is_product) as other_orders,
        bit_or(items.bit) as item_set,
        of_greatest(
            items.label_number,
            cast(bought.orders as hugeint) * 8589934592000000000000000000
            + cast(
                cast(round(cast(money_rank(bought.spend) as double) * 10000) as bigint) + 1000000000000000000 as hugeint
            ) * 2147483648 - items.spend_rank
        ) as label_number
    from {{ ref('product_customers') }} as bought
    inner join items on bought.item_number = items.item_number
    where bought.orders > 0
    group by bought.customer_rank
),

-- Where items are categories, products are counted by themselves.
in_orders as (
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
    from in_orders
    group by customer_rank, product_number
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
    buyers.customer_rank,
    cast(ranked.decile as integer) as decile,
    ranked.orders,
    cast(buyers.items as bigint) as items,
    cast(buyers.item_orders as bigint) as item_orders,
    cast(
        case when {{ var('product_level') }} = 'category' then coalesce(products.products, 0)
            else buyers.items - case when buyers.other_orders is null then 0 else 1 end end
        as bigint
    ) as products,
    cast(
        coalesce(
            case when {{ var('product_level') }} = 'category' then products.product_orders
                else buyers.item_orders - coalesce(buyers.other_orders, 0) end,
            0
        ) as bigint
    ) as product_orders,
    buyers.item_set,
    buyers.label_number,
    ranked.value,
    ranked.spend,
    ranked.profit,
    ranked.profit_known_spend
from buyers
inner join {{ ref('lens1_ranked') }} as ranked on buyers.customer_rank = ranked.value_rank
left join products on buyers.customer_rank = products.customer_rank
