-- What keeps a rule or serves a foreign key is in use whatever the figures say.
with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select 'INFO' as level, s.indexrelid::regclass::text as object,
    'Nothing has read it since '
        || coalesce((select stats_reset::date::text from pg_stat_database
            where datname = current_database()), 'figures are kept')
        || ', and every write to ' || s.relid::regclass || ' pays for it ('
        || pg_size_pretty(pg_relation_size(s.indexrelid)) || ').' as reason,
    'drop index concurrently ' || s.indexrelid::regclass || ';' as cure
from pg_stat_user_indexes s
join pg_index i on i.indexrelid = s.indexrelid
join pg_class t on t.oid = s.relid
cross join asked
where s.schemaname = any (asked.schemas) and s.idx_scan = 0 and t.reltuples >= 1000
    and not (i.indisunique or i.indisprimary or i.indisexclusion or i.indisreplident)
    and not exists (select from pg_constraint where conindid = s.indexrelid)
    and not exists (
        select from pg_constraint con
        where con.contype = 'f' and con.conrelid = s.relid and i.indpred is null
            and (i.indkey::int2[])[0:cardinality(con.conkey) - 1] @> con.conkey)
    and not exists (select from pg_inherits where inhrelid = s.indexrelid)
order by pg_relation_size(s.indexrelid) desc, 2
