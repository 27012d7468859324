-- grain: one row per customer of the period: the label of most orders, then of most spend, then the better seller
-- key: customer_rank
-- The three are one number, the first in its highest digits: a maximum costs less than sorting what each customer bought.
select
    bought.customer_rank,
    of_greatest(
        items.label_number,
        (
            cast(bought.orders as hugeint) * 4000000000000000000
            + cast(money_rank(bought.spend) * 10000 as hugeint) + 1000000000000000000
        ) * 2147483648 - items.spend_rank
    ) as label_number
from {{ ref('product_customers') }} as bought
inner join {{ ref('product_items') }} as items on bought.item_number = items.item_number
where bought.orders > 0
group by bought.customer_rank
