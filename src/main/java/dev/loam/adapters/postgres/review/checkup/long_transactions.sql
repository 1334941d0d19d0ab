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
order by xact_start
