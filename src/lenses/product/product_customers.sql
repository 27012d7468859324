-- grain: one row per customer and item of the period; customer_rank 0 holds all customers without an order
-- key: customer_rank, item_number
with placed as not materialized (
    select *
    from {{ ref('product_lines') }}
    where customer_rank is not null
),

-- Few orders hold an item on several lines: lines are counted, less these.
repeated as (
    select
        min(customer_rank) as customer_rank,
        item_number,
        count(*) - 1 as again
    from placed
    where order_number is not null
    group by order_number, item_number
    having count(*) > 1
),

counted as (
    select
        customer_rank,
        item_number,
        case when order_number is null then 0 else 1 end as orders,
        quantity,
        amount,
        profit
    from placed
    union all
    select
        customer_rank,
        item_number,
        -again as orders,
        null as quantity,
        0 as amount,
        null as profit
    from repeated
)

select
    customer_rank,
    item_number,
    cast(sum(orders) as bigint) as orders,
    sum(quantity) as units,
    cast(sum(case when quantity is null then 0 else amount end) as decimal(38, 4)) as units_known_spend,
    sum(amount) as spend,
    sum(profit) as profit,
    cast(sum(case when profit is null then 0 else amount end) as decimal(38, 4)) as profit_known_spend
from counted
group by customer_rank, item_number
