-- What a slot holds back fills the disk until somebody reads it or drops it.
with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select case when held > 1024 ^ 3 then 'WARNING' else 'INFO' end as level,
    'slot ' || slot_name as object,
    'Nobody reads it, and the log since its last reading is kept for it: '
        || pg_size_pretty(held) || '.' as reason,
    'select pg_drop_replication_slot(' || quote_literal(slot_name) || ');' as cure
from (
    select slot_name, active, temporary, pg_wal_lsn_diff(case when pg_is_in_recovery()
        then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, restart_lsn) as held
    from pg_replication_slots
    where restart_lsn is not null
) as slot
cross join asked
where not active and not temporary
order by held desc, 2
