-- grain: one row per day: the least value (of recency, the most days) of each score above 1; null where nobody has it
-- key: day
with history as (
    select
        day,
        recency_days,
        frequency,
        money_rank(monetary) as monetary
    from {{ ref('rfm_history') }}
),

-- A score is min(5, 1 + floor(5 (n_below + n_equal / 2) / n)). At least s takes n_below + n_equal / 2 >= (s - 1) n / 5.
recency as (
    select
        day,
        recency_days as value,
        2 * (sum(count(*)) over (partition by day order by recency_days desc) - count(*)) + count(*) as place,
        2 * sum(count(*)) over (partition by day) as places
    from history
    group by day, recency_days
),

frequency as (
    select
        day,
        frequency as value,
        2 * (sum(count(*)) over (partition by day order by frequency) - count(*)) + count(*) as place,
        2 * sum(count(*)) over (partition by day) as places
    from history
    group by day, frequency
),

recency_cuts as (
    select
        day,
        max(case when 5 * place >= 1 * places then value end) as two,
        max(case when 5 * place >= 2 * places then value end) as three,
        max(case when 5 * place >= 3 * places then value end) as four,
        max(case when 5 * place >= 4 * places then value end) as five
    from recency
    group by day
),

frequency_cuts as (
    select
        day,
        min(case when 5 * place >= 1 * places then value end) as two,
        min(case when 5 * place >= 2 * places then value end) as three,
        min(case when 5 * place >= 3 * places then value end) as four,
        min(case when 5 * place >= 4 * places then value end) as five
    from frequency
    group by day
),

-- Money has about as many values as customers: no need to rank all of them. The value at place (s - 1) n / 5 has score s
-- itself if enough of its equals stand below that place, else the next higher value is the least that has it.
fifths as (
    select
        day,
        cuts[1] as two,
        cuts[2] as three,
        cuts[3] as four,
        cuts[4] as five
    from (
        select
            day,
            quantile1(monetary, [0.2, 0.4, 0.6, 0.8]) as cuts
        from history
        group by day
    ) as of_days
),

-- Customers are counted by stretch: at one of the four values, or between two of them. All of a stretch between two stands above the
-- place of the lower and below that of the upper, so only its least value can be where a score begins.
stretches as (
    select
        history.day,
        case
            when history.monetary < fifths.two then 0
            when history.monetary = fifths.two then 1
            when history.monetary < fifths.three then 2
            when history.monetary = fifths.three then 3
            when history.monetary < fifths.four then 4
            when history.monetary = fifths.four then 5
            when history.monetary < fifths.five then 6
            when history.monetary = fifths.five then 7
            else 8
        end as stretch,
        min(history.monetary) as value,
        count(*) as customers
    from history
    inner join fifths on history.day = fifths.day
    group by 1, 2
),

monetary as (
    select
        day,
        value,
        2 * (sum(customers) over (partition by day order by stretch) - customers) + customers as place,
        2 * sum(customers) over (partition by day) as places
    from stretches
),

monetary_cuts as (
    select
        day,
        min(case when 5 * place >= 1 * places then value end) as two,
        min(case when 5 * place >= 2 * places then value end) as three,
        min(case when 5 * place >= 3 * places then value end) as four,
        min(case when 5 * place >= 4 * places then value end) as five
    from monetary
    group by day
)

select
    recency_cuts.day,
    recency_cuts.two as r_two,
    recency_cuts.three as r_three,
    recency_cuts.four as r_four,
    recency_cuts.five as r_five,
    frequency_cuts.two as f_two,
    frequency_cuts.three as f_three,
    frequency_cuts.four as f_four,
    frequency_cuts.five as f_five,
    monetary_cuts.two as m_two,
    monetary_cuts.three as m_three,
    monetary_cuts.four as m_four,
    monetary_cuts.five as m_five
from recency_cuts
inner join frequency_cuts on recency_cuts.day = frequency_cuts.day
inner join monetary_cuts on recency_cuts.day = monetary_cuts.day
