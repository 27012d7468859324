-- grain: one row per pair of the ten items of most spend and the rest (short_number 0), both orders and the diagonal
-- key: item, other
with bits as (
    select distinct
        short_number,
        cast(power(2, short_number) as integer) as bit
    from {{ ref('product_items') }}
),

pairs as (
    select
        a.short_number as item,
        b.short_number as other,
        a.bit as item_bit,
        b.bit as other_bit
    from bits as a
    cross join bits as b
)

select
    pairs.item,
    pairs.other,
    cast(coalesce(sum(sets.customers), 0) as bigint) as customers
from pairs
left join {{ ref('product_sets') }} as sets
    on (sets.item_set // pairs.item_bit) % 2 = 1 and (sets.item_set // pairs.other_bit) % 2 = 1
group by pairs.item, pairs.other
