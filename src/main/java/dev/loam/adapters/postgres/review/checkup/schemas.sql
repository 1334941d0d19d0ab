with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select 'ERROR' as level, 'schema ' || quote_ident(name) as object,
    'The API is to show it, and it does not exist.' as reason,
    'create schema ' || quote_ident(name) || ';' as cure
from asked
cross join unnest(asked.schemas) as name
where not exists (select from pg_namespace where nspname = name)
order by 2
