-- grain: one row per question: how much do the best customers bring, how few bring so much
-- key: question, percent
with totals as (
    select
        count(*) as customers,
        sum(value) as value
    from {{ ref('lens1_ranked') }}
),

makes as (
    select
        min(case when cast(ranked.cumulative_value as decimal(38, 4)) * 100 >= totals.value * 50 then ranked.value_rank end) as half,
        min(case when cast(ranked.cumulative_value as decimal(38, 4)) * 100 >= totals.value * 80 then ranked.value_rank end) as four_fifths
    from {{ ref('lens1_ranked') }} as ranked
    cross join totals
    where totals.value > 0
),

reached as (
    select
        asked.question,
        asked.percent,
        case
            when asked.question = 'top' then (totals.customers * asked.percent + 99) // 100
            when asked.percent = 50 then makes.half
            else makes.four_fifths
        end as customers
    from (
        values ('top', 1), ('top', 5), ('top', 10), ('top', 20), ('makes', 50), ('makes', 80)
    ) as asked (question, percent)
    cross join totals
    cross join makes
),

-- Between two numbers of customers that were reached lies a step: sums of steps are small to add up.
steps as (
    select
        reached.customers as step_end,
        coalesce(lag(reached.customers) over (order by reached.customers), 0) as step_start
    from (select distinct customers from reached where customers is not null) as reached
),

step_sums as (
    select
        steps.step_end,
        sum(ranked.spend) as spend,
        sum(ranked.profit) as profit
    from steps
    inner join {{ ref('lens1_ranked') }} as ranked
        on ranked.value_rank > steps.step_start and ranked.value_rank <= steps.step_end
    group by steps.step_end
)

select
    reached.question,
    reached.percent,
    reached.customers,
    sum(step_sums.spend) as spend,
    sum(step_sums.profit) as profit
from reached
left join step_sums on step_sums.step_end <= reached.customers
group by reached.question, reached.percent, reached.customers
