-- What keeps a rule is in use whatever the figures say.
select count(*) as unused_indexes,
    coalesce(sum(c.relpages::bigint), 0) * current_setting('block_size')::int
        as unused_indexes_bytes
from pg_stat_user_indexes as s
join pg_index as i on i.indexrelid = s.indexrelid
join pg_class as c on c.oid = s.indexrelid
where s.idx_scan = 0 and c.relpages > 1
    and not (i.indisunique or i.indisprimary or i.indisexclusion or i.indisreplident)
    and not exists (select from pg_constraint where conindid = s.indexrelid)
