select slot_name as slot, active::int as active,
    case when restart_lsn is not null then
        greatest(0, pg_wal_lsn_diff(here.position, restart_lsn)) end as retained_bytes,
    case when confirmed_flush_lsn is not null then
        greatest(0, pg_wal_lsn_diff(here.position, confirmed_flush_lsn)) end as lag_bytes
from pg_replication_slots
cross join (
    select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
        else pg_current_wal_lsn() end as position
) as here
order by retained_bytes desc nulls last, 1
limit 20
