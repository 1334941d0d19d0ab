with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select 'INFO' as level, c.oid::regclass::text as object,
    'It has no primary key: no row of it can be addressed, answers from it are not kept, and'
        || ' nobody is told of its changes.' as reason,
    'alter table ' || c.oid::regclass || ' add primary key (…);  -- or: replica identity full'
        as cure
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
cross join asked
where n.nspname = any (asked.schemas) and c.relkind in ('r', 'p') and not c.relispartition
    and c.relreplident = 'd'
    and not exists (select from pg_index where indrelid = c.oid and indisprimary)
    and not exists (
        select from pg_depend
        where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
order by 2
