with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select 'WARNING' as level, relid::regclass::text as object,
    'PostgreSQL plans without knowing what is in it: no statistics were taken of its '
        || n_live_tup || ' rows.' as reason,
    'analyze ' || relid::regclass || ';' as cure
from pg_stat_user_tables
cross join asked
where schemaname = any (asked.schemas) and n_live_tup >= 10000
    and last_analyze is null and last_autoanalyze is null
order by 2
