with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select 'INFO' as level, 'extension ' || quote_ident(name) as object,
    'Its version ' || installed_version || ' is in use, and the server brings '
        || default_version || '.' as reason,
    'alter extension ' || quote_ident(name) || ' update;' as cure
from pg_available_extensions
cross join asked
where installed_version <> default_version
order by 2
