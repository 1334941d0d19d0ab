select coalesce(round(extract(epoch from
        max(clock_timestamp() - xact_start))::numeric, 3), 0) as transaction_age_max_seconds,
    coalesce(round(extract(epoch from max(clock_timestamp() - state_change)
        filter (where state like 'idle in transaction%'))::numeric, 3), 0)
        as idle_in_transaction_max_seconds
from pg_stat_activity
where backend_type = 'client backend' and pid <> pg_backend_pid()
