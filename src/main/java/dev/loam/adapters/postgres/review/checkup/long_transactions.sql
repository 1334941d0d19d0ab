-- The dead rows of every table stay for as long as somebody could still see them.
with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select 'WARNING' as level, 'process ' || pid || coalesce(' of ' || usename, '') as object,
    'It has been in one transaction for ' || date_trunc('second', now() - xact_start)
        || ' (' || state || '), and nothing that died since can be cleaned anywhere.' as reason,
    'select pg_terminate_backend(' || pid || ');' as cure
from pg_stat_activity
cross join asked
where datname = current_database() and backend_type = 'client backend'
    and pid <> pg_backend_pid() and xact_start < now() - asked.patience
union all
select 'WARNING', 'prepared transaction ' || gid,
    'It has been waiting for its end for ' || date_trunc('second', now() - prepared)
        || ', outlives every connection, and holds cleaning back and its locks until then.',
    'rollback prepared ' || quote_literal(gid) || ';  -- or commit it'
from pg_prepared_xacts
cross join asked
where database = current_database() and prepared < now() - asked.patience
order by 2
