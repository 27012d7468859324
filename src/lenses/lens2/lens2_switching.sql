-- grain: one row per tenth in the first period and in the second; 0 = inactive
-- key: from_decile, to_decile
with valued as (
    select
        orders_first,
        orders_second,
        spend_first,
        spend_second,
        profit_first,
        profit_second,
        case when {{ var('metric') }} = 'profit' then coalesce(profit_first, 0) else spend_first end as value_first,
        case when {{ var('metric') }} = 'profit' then coalesce(profit_second, 0) else spend_second end as value_second
    from {{ ref('lens2_customers') }}
    where orders_first > 0 or orders_second > 0
),

placed as (
    select
        case
            when valued.orders_first = 0 then 0
            when valued.value_first >= cuts.cut_1 then 1
            when valued.value_first >= cuts.cut_2 then 2
            when valued.value_first >= cuts.cut_3 then 3
            when valued.value_first >= cuts.cut_4 then 4
            when valued.value_first >= cuts.cut_5 then 5
            when valued.value_first >= cuts.cut_6 then 6
            when valued.value_first >= cuts.cut_7 then 7
            when valued.value_first >= cuts.cut_8 then 8
            when valued.value_first >= cuts.cut_9 then 9
            else 10
        end as from_decile,
        case
            when valued.orders_second = 0 then 0
            when valued.value_second >= cuts.cut_1 then 1
            when valued.value_second >= cuts.cut_2 then 2
            when valued.value_second >= cuts.cut_3 then 3
            when valued.value_second >= cuts.cut_4 then 4
            when valued.value_second >= cuts.cut_5 then 5
            when valued.value_second >= cuts.cut_6 then 6
            when valued.value_second >= cuts.cut_7 then 7
            when valued.value_second >= cuts.cut_8 then 8
            when valued.value_second >= cuts.cut_9 then 9
            else 10
        end as to_decile,
        case when valued.orders_first > 0 then valued.spend_first else 0 end as spend_first,
        case when valued.orders_second > 0 then valued.spend_second else 0 end as spend_second,
        case when valued.orders_first > 0 then valued.profit_first end as profit_first,
        case when valued.orders_second > 0 then valued.profit_second end as profit_second
    from valued
    cross join {{ ref('lens2_cuts') }} as cuts
)

select
    from_decile,
    to_decile,
    count(*) as customers,
    cast(sum(spend_first) as decimal(38, 4)) as spend_first,
    cast(sum(spend_second) as decimal(38, 4)) as spend_second,
    sum(profit_first) as profit_first,
    sum(profit_second) as profit_second
from placed
group by from_decile, to_decile
