-- Autovacuum takes a fifth for normal; what is far beyond it does not keep up with.
with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select 'WARNING' as level, relid::regclass::text as object,
    n_dead_tup || ' of its ' || n_dead_tup + n_live_tup || ' rows are dead and are read past'
        || coalesce('; it was cleaned last on '
            || greatest(last_vacuum, last_autovacuum)::date, '; it was never cleaned') || '.'
        as reason,
    'vacuum (analyze) ' || relid::regclass || ';' as cure
from pg_stat_user_tables
cross join asked
where schemaname = any (asked.schemas) and n_dead_tup > 10000
    and n_dead_tup > 0.4 * (n_live_tup + n_dead_tup)
order by n_dead_tup desc, 2
