-- Binds: exposed schemas, twice. The columns of their relations, and of every row type that one of
-- their functions returns.
with wanted as (
    select c.oid
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname = any (?::name[])
    union
    select coalesce(nullif(t.typrelid, 0), b.typrelid)
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_type t on t.oid = p.prorettype
    left join pg_type b on b.oid = t.typbasetype
    where n.nspname = any (?::name[])
        and coalesce(nullif(t.typrelid, 0), nullif(b.typrelid, 0)) is not null
)
select a.attrelid, a.attnum, a.attname, a.attnotnull, a.atttypid, a.atttypmod,
    case
        when a.attidentity = 'd' then format('nextval(%L::regclass)', s.objid::regclass)
        when a.attgenerated = '' then pg_get_expr(f.adbin, f.adrelid)
    end as default_sql,
    a.attidentity in ('a', 'd') as identity,
    a.attgenerated <> '' or a.attidentity = 'a' as generated,
    d.description
from wanted w
join pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum and a.atthasdef
left join pg_depend s
    on a.attidentity = 'd' and s.refclassid = 'pg_class'::regclass and s.refobjid = a.attrelid
        and s.refobjsubid = a.attnum and s.classid = 'pg_class'::regclass and s.deptype = 'i'
left join pg_description d
    on d.objoid = a.attrelid and d.classoid = 'pg_class'::regclass and d.objsubid = a.attnum
order by a.attrelid, a.attnum
