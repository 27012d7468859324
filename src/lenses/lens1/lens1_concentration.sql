-- grain: one row per question: how much do the best customers bring, how few bring so much
-- key: question, share
with totals as (
    select
        count(*) as customers,
        sum(value) as value
    from {{ ref('lens1_ranked') }}
),

questions as (
    select
        question,
        percent
    from (
        values ('top', 1), ('top', 5), ('top', 10), ('top', 20), ('makes', 50), ('makes', 80)
    ) as asked (question, percent)
),

reached as (
    select
        questions.question,
        questions.percent,
        case
            when questions.question = 'top' then (totals.customers * questions.percent + 99) // 100
            else (
                select min(ranked.value_rank)
                from {{ ref('lens1_ranked') }} as ranked
                where totals.value > 0 and ranked.cumulative_value * 100 >= totals.value * questions.percent
            )
        end as customers
    from questions
    cross join totals
)

select
    reached.question,
    reached.percent,
    reached.customers,
    sum(ranked.spend) as spend,
    sum(ranked.profit) as profit
from reached
left join {{ ref('lens1_ranked') }} as ranked on ranked.value_rank <= reached.customers
group by reached.question, reached.percent, reached.customers
