-- One that is being made just now looks the same.
with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select 'WARNING' as level, i.indexrelid::regclass::text as object,
    'It was left half made: nothing reads it, and writes to ' || i.indrelid::regclass
        || ' pay for it.' as reason,
    'reindex index concurrently ' || i.indexrelid::regclass || ';' as cure
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_namespace n on n.oid = c.relnamespace
cross join asked
where n.nspname = any (asked.schemas) and not i.indisvalid and c.relkind = 'i'
    and not exists (select from pg_stat_progress_create_index where index_relid = i.indexrelid)
order by 2
