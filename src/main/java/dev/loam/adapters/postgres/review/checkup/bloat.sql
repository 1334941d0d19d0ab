-- How long a row is, is known from the planner's figures; eight bytes are for gaps between values.
with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select case when size - needed > 100 * 1024 ^ 2 then 'WARNING' else 'INFO' end as level, object,
    'Of its ' || pg_size_pretty(size) || ' about ' || pg_size_pretty((size - needed)::bigint)
        || ' are empty, and are read past whenever the whole table is read.' as reason,
    'vacuum (full, analyze) ' || object || ';  -- nobody reads or writes it meanwhile' as cure
from (
    select c.oid::regclass::text as object, pg_relation_size(c.oid) as size,
        c.reltuples * (24 + 4 + 8 + columns.width) * 100 / coalesce((
            select option_value::integer from pg_options_to_table(c.reloptions)
            where option_name = 'fillfactor'), 100) as needed
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    cross join asked
    cross join lateral (
        select count(*) as known, sum((1 - null_frac) * avg_width) as width
        from pg_stats s
        where s.schemaname = n.nspname and s.tablename = c.relname and not s.inherited
    ) as columns
    where n.nspname = any (asked.schemas) and c.relkind in ('r', 'm') and c.reltuples > 0
        and columns.known > 0
) as sized
where size > 10 * 1024 ^ 2 and needed < 0.5 * size
order by size - needed desc, 2
