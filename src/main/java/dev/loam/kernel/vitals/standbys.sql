-- Whoever reads the log, standbys and others. Several may have the same name: the slowest counts.
select coalesce(nullif(application_name, ''), 'unnamed') as standby,
    max(greatest(0, pg_wal_lsn_diff(here.position, replay_lsn))) as lag_bytes,
    max(coalesce(round(extract(epoch from replay_lag)::numeric, 3), 0)) as lag_seconds
from pg_stat_replication
cross join (
    select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
        else pg_current_wal_lsn() end as position
) as here
where replay_lsn is not null
group by 1
order by 2 desc, 1
limit 20
