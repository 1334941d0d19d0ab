-- Of the whole server; whoever may connect may read it.
select numbers.*,
    greatest(0, round(age_max / 2147483647.0, 6)) as transaction_ids_used_ratio
from (
    select current_setting('max_connections')::int as connections_max,
        (select sum(numbackends) from pg_stat_database) as connections_used,
        (select count(*) from pg_locks where not granted) as locks_waiting,
        pg_is_in_recovery()::int as in_recovery,
        pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
            else pg_current_wal_lsn() end, '0/0') as log_position_bytes,
        round(extract(epoch from pg_postmaster_start_time())::numeric, 3)
            as start_time_seconds,
        (select max(age(datfrozenxid)) from pg_database) as age_max
) as numbers
