with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select 'INFO' as level, quote_ident(con.conname) || ' on ' || con.conrelid::regclass as object,
    'Rows from before it are not held to it, and PostgreSQL does not rely on it.' as reason,
    'alter table ' || con.conrelid::regclass || ' validate constraint '
        || quote_ident(con.conname) || ';' as cure
from pg_constraint con
join pg_namespace n on n.oid = con.connamespace
cross join asked
where n.nspname = any (asked.schemas) and not con.convalidated
order by 2
