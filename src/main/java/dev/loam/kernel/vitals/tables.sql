-- The tables that are used most. Sizes are those of the last cleaning, so that nobody is waited
-- for. What is bloated is what the rows would not need: their number and mean width, with 24 bytes
-- of head and 4 of pointer for each, in pages with 24 bytes of head, as full as the table wants.
with used as (
    select s.relid, s.schemaname, s.relname, seq_scan, seq_tup_read, idx_scan, n_live_tup, n_dead_tup,
        n_tup_ins + n_tup_upd + n_tup_del as written, c.reltuples, c.relpages,
        current_setting('block_size')::int as page,
        coalesce((select option_value::int from pg_options_to_table(c.reloptions)
            where option_name = 'fillfactor'), 100) as filled
    from pg_stat_user_tables as s
    join pg_class as c on c.oid = s.relid
    order by coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)
        + n_tup_ins + n_tup_upd + n_tup_del desc, s.relid
    limit 20
)
select schemaname || '.' || relname as "table",
    seq_scan as sequential_scans_total, seq_tup_read as sequential_rows_total,
    idx_scan as index_scans_total, written as rows_written_total,
    n_live_tup as live_rows, n_dead_tup as dead_rows, relpages::bigint * page as size_bytes,
    case when reltuples >= 0 and width is not null then greatest(0, relpages::bigint - ceil(
        reltuples * (28 + ceil(width / 8) * 8) * 100 / ((page - 24) * filled))) * page
        end as bloat_bytes
from used
left join lateral (
    select sum((1 - null_frac) * avg_width)::numeric as width
    from pg_stats
    where pg_stats.schemaname = used.schemaname and tablename = used.relname and not inherited
) as columns on true
