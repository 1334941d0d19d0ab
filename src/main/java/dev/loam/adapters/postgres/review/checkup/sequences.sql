-- A serial column's sequence ends where its column does.
with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select case when used > 0.95 then 'ERROR' else 'WARNING' end as level, object,
    round(100 * used) || ' % of its numbers are used; after the last one nothing can be added'
        || coalesce(' to ' || owner, '') || '.' as reason,
    coalesce('alter table ' || owner || ' alter column ' || owner_column || ' type bigint; ', '')
        || 'alter sequence ' || object || ' as bigint;' as cure
from (
    select s.seqrelid::regclass::text as object, d.refobjid::regclass::text as owner,
        quote_ident(a.attname) as owner_column,
        pg_sequence_last_value(s.seqrelid)::numeric / s.seqmax as used, n.nspname
    from pg_sequence s
    join pg_class c on c.oid = s.seqrelid
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.seqrelid
        and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
        and d.deptype in ('a', 'i')
    left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where s.seqincrement > 0 and not s.seqcycle and s.seqtypid <> 'bigint'::regtype
        and has_sequence_privilege(s.seqrelid, 'usage, select')
) as sequence
cross join asked
where nspname = any (asked.schemas) and used > 0.75
order by used desc, 2
