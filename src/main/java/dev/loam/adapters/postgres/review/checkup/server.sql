with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select level, object, reason, cure
from asked
cross join (
    select 'ERROR' as level, 'fsync' as object,
        'What was committed can be lost, and the whole database with it, when the machine stops.'
            as reason,
        'alter system set fsync = on; select pg_reload_conf();' as cure
    where current_setting('fsync') = 'off'
    union all
    select 'INFO', 'wal_level',
        'The log says too little to follow changes, so triggers have to, at each write''s cost.',
        'alter system set wal_level = ''logical'';  -- and restart the server'
    where current_setting('wal_level') <> 'logical'
    union all
    select 'ERROR', 'server ' || current_setting('server_version'),
        'Loam works with PostgreSQL 14 to 18.', '-- upgrade the server'
    where current_setting('server_version_num')::integer < 140000
    union all
    select 'WARNING', 'max_connections',
        count(*) || ' of ' || current_setting('max_connections') || ' connections are taken.',
        'alter system set max_connections = '
            || 2 * current_setting('max_connections')::integer || ';  -- and restart the server'
    from pg_stat_activity
    where backend_type = 'client backend'
    having count(*) > 0.9 * current_setting('max_connections')::integer
) as settings
