-- grain: one row per customer who is in no row-level output
-- key: customer_id
with known as (
    select customer_id from {{ ref('orders') }}
    union
    select customer_id from {{ ref('returns') }}
    union
    select customer_id from {{ ref('customer_profiles') }}
),

consenting as (
    select customer_id
    from {{ ref('customer_profile_attributes') }}
    where kind = 'consent' and name = {{ var('consent') }} and value = 'true'
)

select customer_id
from {{ ref('customer_profiles') }}
where not is_visible
union
select known.customer_id
from known
where
    {{ var('consent') }} is not null
    and not exists (select 1 from consenting where consenting.customer_id = known.customer_id)
