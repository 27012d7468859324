-- grain: one row per customer with an order by the end of the period
-- key: customer_id
with bought as (
    select
        customer_id,
        count(*) as frequency,
        sum(spend) as spend,
        max(order_date) as last_order_date
    from {{ ref('orders') }}
    where order_date between coalesce(cast({{ var('from_date') }} as date), date '0001-01-01') and cast({{ var('to_date') }} as date)
    group by customer_id
),

given_back as (
    select
        customer_id,
        sum(amount) as returns
    from {{ ref('returns') }}
    where return_date between coalesce(cast({{ var('from_date') }} as date), date '0001-01-01') and cast({{ var('to_date') }} as date)
    group by customer_id
),

history as (
    select
        bought.customer_id,
        bought.frequency,
        cast(bought.spend - coalesce(given_back.returns, 0) as decimal(18, 4)) as monetary,
        cast({{ var('to_date') }} as date) - bought.last_order_date as recency_days
    from bought
    left join given_back on bought.customer_id = given_back.customer_id
),

total as (
    select count(*) as customers
    from history
),

-- Scores rise with the value (recency: fall), so the least value of each score is all that a customer is compared with.
recency as (
    select
        recency_days,
        least(5, 1 + (5 * (2 * n_below + n_equal)) // (2 * total.customers)) as score
    from (
        select
            recency_days,
            count(*) as n_equal,
            sum(count(*)) over (order by recency_days desc) - count(*) as n_below
        from history
        group by recency_days
    ) as counted
    cross join total
),

frequency as (
    select
        frequency,
        least(5, 1 + (5 * (2 * n_below + n_equal)) // (2 * total.customers)) as score
    from (
        select
            frequency,
            count(*) as n_equal,
            sum(count(*)) over (order by frequency) - count(*) as n_below
        from history
        group by frequency
    ) as counted
    cross join total
),

monetary as (
    select
        monetary,
        least(5, 1 + (5 * (2 * n_below + n_equal)) // (2 * total.customers)) as score
    from (
        select
            monetary,
            count(*) as n_equal,
            sum(count(*)) over (order by monetary) - count(*) as n_below
        from history
        group by monetary
    ) as counted
    cross join total
),

recency_cuts as (
    select
        max(case when score >= 2 then recency_days end) as two,
        max(case when score >= 3 then recency_days end) as three,
        max(case when score >= 4 then recency_days end) as four,
        max(case when score >= 5 then recency_days end) as five
    from recency
),

frequency_cuts as (
    select
        min(case when score >= 2 then frequency end) as two,
        min(case when score >= 3 then frequency end) as three,
        min(case when score >= 4 then frequency end) as four,
        min(case when score >= 5 then frequency end) as five
    from frequency
),

monetary_cuts as (
    select
        min(case when score >= 2 then monetary end) as two,
        min(case when score >= 3 then monetary end) as three,
        min(case when score >= 4 then monetary end) as four,
        min(case when score >= 5 then monetary end) as five
    from monetary
),

judged as (
    select
        history.customer_id,
        history.recency_days,
        history.frequency,
        history.monetary,
        1
        + case when history.recency_days <= recency_cuts.two then 1 else 0 end
        + case when history.recency_days <= recency_cuts.three then 1 else 0 end
        + case when history.recency_days <= recency_cuts.four then 1 else 0 end
        + case when history.recency_days <= recency_cuts.five then 1 else 0 end as r,
        1
        + case when history.frequency >= frequency_cuts.two then 1 else 0 end
        + case when history.frequency >= frequency_cuts.three then 1 else 0 end
        + case when history.frequency >= frequency_cuts.four then 1 else 0 end
        + case when history.frequency >= frequency_cuts.five then 1 else 0 end as f,
        1
        + case when history.monetary >= monetary_cuts.two then 1 else 0 end
        + case when history.monetary >= monetary_cuts.three then 1 else 0 end
        + case when history.monetary >= monetary_cuts.four then 1 else 0 end
        + case when history.monetary >= monetary_cuts.five then 1 else 0 end as m
    from history
    cross join recency_cuts
    cross join frequency_cuts
    cross join monetary_cuts
),

-- Customers with equal scores and counts are one kind: rules are matched once a kind.
scored as (
    select
        judged.*,
        ((recency_days * 10000000 + frequency) * 10 + r) * 100 + f * 10 + m as kind
    from judged
),

kinds as (
    select
        kind,
        min(r) as r,
        min(f) as f,
        min(m) as m,
        min(frequency) as frequency,
        min(recency_days) as recency_days
    from scored
    group by kind
),

matched as (
    select
        kinds.kind,
        min(rules.rule_number) as rule_number
    from kinds
    left join {{ ref('rfm_rules') }} as rules
        on
            kinds.r between rules.r_low and rules.r_high
            and kinds.f between rules.f_low and rules.f_high
            and kinds.m between rules.m_low and rules.m_high
            and kinds.frequency between rules.orders_low and rules.orders_high
            and kinds.recency_days between rules.days_low and rules.days_high
    group by kinds.kind
)

select
    scored.customer_id,
    coalesce(rules.segment, 'other') as segment,
    coalesce(matched.rule_number, 1000) as rule_number,
    scored.recency_days,
    scored.frequency,
    cast(scored.monetary as decimal(38, 4)) as monetary,
    scored.r,
    scored.f,
    scored.m
from scored
inner join matched on scored.kind = matched.kind
left join {{ ref('rfm_rules') }} as rules on matched.rule_number = rules.rule_number
