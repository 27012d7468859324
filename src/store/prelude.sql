-- What differs between engines: the functions that relations call besides the portable subset of SQL.
create or replace temp macro local_date(ts, zone) as
    case
        when zone = 'UTC' then cast(ts as date)
        else cast(timezone(zone, timezone('UTC', ts)) as date)
    end;

-- The earlier of two days or instants, the known one where only one is. A customer is acquired on the earlier of the day
-- that a customers file gives and the first order.
create or replace temp macro earlier_of(a, b) as
    case when a <= b or b is null then a else b end;

-- First day of the calendar period that holds day d; weeks start on Monday, quarters and years with the fiscal year's first month.
create or replace temp macro period_start(d, granularity, fiscal_month) as
    cast(
        case granularity
            when 'week' then date_trunc('week', d)
            when 'month' then date_trunc('month', d)
            when 'quarter' then date_trunc('quarter', d - to_months(cast(fiscal_month - 1 as integer))) + to_months(cast(fiscal_month - 1 as integer))
            else date_trunc('year', d - to_months(cast(fiscal_month - 1 as integer))) + to_months(cast(fiscal_month - 1 as integer))
        end
        as date
    );

-- First day after the period that starts on day s.
create or replace temp macro period_end(s, granularity) as
    cast(
        case granularity
            when 'week' then s + to_days(7)
            when 'month' then s + to_months(1)
            when 'quarter' then s + to_months(3)
            else s + to_months(12)
        end
        as date
    );

-- Running number of a period, so that ages are differences; periods of one granularity are numbered without gaps.
create or replace temp macro period_index(s, granularity, fiscal_month) as
    cast(
        case granularity
            when 'week' then datediff('day', date '1970-01-05', s) // 7
            when 'month' then year(s) * 12 + month(s) - 1
            when 'quarter' then (year(s) * 12 + month(s) - cast(fiscal_month as integer)) // 3
            else (year(s) * 12 + month(s) - cast(fiscal_month as integer)) // 12
        end
        as integer
    );

-- The value of one name in an attributes object; null where it has none.
create or replace temp macro attribute_of(attributes, name) as
    json_extract_string(attributes, '/' || replace(replace(name, '~', '~0'), '/', '~1'));

-- A product of two decimals as money of a line, rounded half-up; null (unknown) where it is too large for that.
create or replace temp macro line_money(a, b) as
    try_cast(round(cast(a as decimal(38, 4)) * b, 4) as decimal(18, 4));

-- Quantile of Hyndman-Fan type 7; a decimal would be cut to its scale.
create or replace temp macro quantile7(x, p) as
    quantile_cont(cast(x as double), p);

-- Quantile of Hyndman-Fan type 1: the value at place ceil(p n) in ascending order; of several p, a list of them.
create or replace temp macro quantile1(x, p) as
    quantile_disc(x, p);

-- Money as it is ranked: 64 bits rank much faster than 128; what lies beyond them is equal. The bounds are of that type too, since
-- whole numbers beside money in 64 bits would make all of it 128.
create or replace temp macro money_rank(value) as
    cast(
        least(greatest(value, cast(-99999999999999 as decimal(18, 4))), cast(99999999999999 as decimal(18, 4)))
        as decimal(18, 4)
    );

-- ceil(10 · part / whole) for a positive whole, at most 10: by exact comparisons, since a division of large decimals is slow or inexact.
create or replace temp macro tenth_reached(part, whole) as
    cast(
        1
        + case when 10 * part > 1 * whole then 1 else 0 end
        + case when 10 * part > 2 * whole then 1 else 0 end
        + case when 10 * part > 3 * whole then 1 else 0 end
        + case when 10 * part > 4 * whole then 1 else 0 end
        + case when 10 * part > 5 * whole then 1 else 0 end
        + case when 10 * part > 6 * whole then 1 else 0 end
        + case when 10 * part > 7 * whole then 1 else 0 end
        + case when 10 * part > 8 * whole then 1 else 0 end
        + case when 10 * part > 9 * whole then 1 else 0 end
        as bigint
    );

-- The double nearest to a quotient of money values: equal quotients are equal, and 0.4 is not a bit less than 0.4.
-- Ten-thousandths are whole numbers, exact in doubles up to 2^53.
create or replace temp macro money_quotient(part, whole) as
    round(cast(part as double) * 10000) / round(cast(whole as double) * 10000);

-- Tenth of the customers that a rank (1 is the best) falls into; the first n mod 10 tenths get one customer more.
create or replace temp macro decile_of(place, n) as
    cast(
        case
            when place <= (n % 10) * (n // 10 + 1) then (place - 1) // (n // 10 + 1) + 1
            else n % 10 + (place - 1 - (n % 10) * (n // 10 + 1)) // greatest(n // 10, 1) + 1
        end
        as bigint
    );

-- All rows of a subquery as one value.
create or replace temp macro all_rows(x) as
    list(x);

-- The first of all rows of rfm_rules that holds for scores and counts; 1000 where none does.
create or replace temp macro first_rule(rules, r, f, m, orders, days) as
    coalesce(
        list_min(
            list_transform(
                list_filter(
                    rules,
                    lambda rule:
                        r between rule.r_low and rule.r_high
                        and f between rule.f_low and rule.f_high
                        and m between rule.m_low and rule.m_high
                        and orders between rule.orders_low and rule.orders_high
                        and days between rule.days_low and rule.days_high
                ),
                lambda rule: rule.rule_number
            )
        ),
        1000
    );

-- The x of the row with the greatest key, or the least: cheaper than ranking rows whose other columns nobody asks for.
create or replace temp macro of_greatest(x, key) as
    arg_max(x, key);

create or replace temp macro of_least(x, key) as
    arg_min(x, key);

-- Money in units of 1 (exact) or of a larger power of ten (to 14 digits), in 64 bits.
create or replace temp macro in_units(value, money_unit) as
    case
        when money_unit = 1 then cast(value as decimal(18, 4))
        else cast(cast(value as double) / money_unit as decimal(18, 4))
    end;

-- A number in the place of an id: two of 64 bits are compared sooner than two texts. That two ids have the same one is as good as
-- impossible but not impossible: whoever joins by it counts what it has joined.
create or replace temp macro id_number(id) as
    hash(id);

-- The same for an id and a day, which is null where the id alone tells.
create or replace temp macro dated_number(id, day) as
    hash(id, day);

-- How many different numbers there are in a stored column of places or ranks: a bit is set for each, in a third of the time of
-- counting them as keys. The engine asks the column for its ends.
create or replace temp macro distinct_places(number) as
    coalesce(bit_count(bitstring_agg(number)), 0);
