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
        bought.spend - coalesce(given_back.returns, 0) as monetary,
        cast({{ var('to_date') }} as date) - bought.last_order_date as recency_days
    from bought
    left join given_back on bought.customer_id = given_back.customer_id
),

total as (
    select count(*) as customers
    from history
),

recency as (
    select
        recency_days,
        count(*) as n_equal,
        sum(count(*)) over (order by recency_days desc) - count(*) as n_below
    from history
    group by recency_days
),

frequency as (
    select
        frequency,
        count(*) as n_equal,
        sum(count(*)) over (order by frequency) - count(*) as n_below
    from history
    group by frequency
),

monetary as (
    select
        monetary,
        count(*) as n_equal,
        sum(count(*)) over (order by monetary) - count(*) as n_below
    from history
    group by monetary
),

judged as (
    select
        history.customer_id,
        history.recency_days,
        history.frequency,
        history.monetary,
        cast(least(5, 1 + (5 * (2 * recency.n_below + recency.n_equal)) // (2 * total.customers)) as integer) as r,
        cast(least(5, 1 + (5 * (2 * frequency.n_below + frequency.n_equal)) // (2 * total.customers)) as integer) as f,
        cast(least(5, 1 + (5 * (2 * monetary.n_below + monetary.n_equal)) // (2 * total.customers)) as integer) as m
    from history
    inner join recency on history.recency_days = recency.recency_days
    inner join frequency on history.frequency = frequency.frequency
    inner join monetary on history.monetary = monetary.monetary
    cross join total
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
    scored.monetary,
    scored.r,
    scored.f,
    scored.m
from scored
inner join matched on scored.kind = matched.kind
left join {{ ref('rfm_rules') }} as rules on matched.rule_number = rules.rule_number
