-- Of the database that is served. Its counters begin anew when somebody resets them.
select xact_commit as commits_total, xact_rollback as rollbacks_total,
    deadlocks as deadlocks_total, temp_files as temporary_files_total,
    temp_bytes as temporary_bytes_total, blks_hit as blocks_hit_total,
    blks_read as blocks_read_total, conflicts as conflicts_total
from pg_stat_database
where datname = current_database()
